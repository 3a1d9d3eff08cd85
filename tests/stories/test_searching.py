"""Search over everything one may see: forms of words, names, files, filters; two orders."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.screenshots import MIKKO
from tests.stories.conftest import Visit
from tests.stories.profiles import Profile, desktop, phone, told
from tests.stories.seen import assert_sound, number_of

pytestmark = pytest.mark.browser
SCREWS = "Ruuvipaketti puuttui tilauksesta"
FINDS = {
    "tilaus": SCREWS,
    '"ruuvipaketti puuttui"': SCREWS,
    "skruv*": "Beställningen saknar fyra skruvpaket",
    "osterberg": "Kan gymkortet pausas under föräldraledighet?",
    "holmström": "Beställningen saknar fyra skruvpaket",
    "mikko.lahtinen@posti.example": MIKKO,
    "suojavarusteopas.pdf": MIKKO,
    "from:mikko moottorisahan": MIKKO,
    "before:7d moottorisaha": MIKKO,
    "agent:jenni housut is:open": MIKKO,
}


@told(desktop("dark"), phone("light", "sv"))
class TestTheSearch:
    def test_finds_what_was_meant(self, visit: Visit, profile: Profile) -> None:
        page = visit("/search/")
        for words, subject in FINDS.items():
            ask(page, words)
            expect(page.locator("ol.found"), words).to_contain_text(subject)
        ask(page, "zzz")
        expect(page.locator(".empty h2")).to_have_text(profile.word("Nothing was found"))
        assert_sound(page, profile)

    def test_shows_the_newest_or_the_best_first(self, visit: Visit, profile: Profile) -> None:
        page = visit("/search/")
        ask(page, "lasku")
        best = subjects(page)
        page.locator(".list-tabs a:not([aria-current])").click()
        page.wait_for_load_state()
        assert set(subjects(page)) == set(best)
        times = page.locator("ol.found time").evaluate_all("all => all.map(one => one.dateTime)")
        assert times == sorted(times, reverse=True)
        assert_sound(page, profile)

    def test_leads_to_the_very_message(self, visit: Visit, profile: Profile) -> None:
        page = visit("/search/")
        ask(page, "koivun")
        page.locator("ol.found [data-row]").first.click()
        page.wait_for_url(re.compile(r"#message-\d+$"))
        expect(page.locator(".message:target")).to_contain_text("muutaman koivun")
        page.goto(f"/search/?q={quote('#' + number_of(page))}")
        expect(page.locator("ol.found, .case-title").first).to_contain_text(MIKKO)


def ask(page: Page, words: str) -> None:
    page.locator("#content [name=q]").fill(words)
    page.locator("#content [name=q]").press("Enter")
    page.wait_for_url(f"**q={quote(words, safe='*').replace('%20', '+')}**")
    page.wait_for_load_state()


def subjects(page: Page) -> list[str]:
    return page.locator("ol.found h2").all_inner_texts()
