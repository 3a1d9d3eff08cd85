"""What a screen reader says of what can be pressed or filled in, by the browser's own tree."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.screenshots import ADMINISTRATOR, MIKKO
from tests.stories.conftest import Visit
from tests.stories.profiles import Profile, desktop, phone, told
from tests.stories.seen import open_case

pytestmark = pytest.mark.browser
PRESSED = {"button", "link", "checkbox", "radio", "option", "menuitem", "tab", "switch"}
FILLED_IN = {"textbox", "searchbox", "combobox", "spinbutton", "slider", "listbox", "radiogroup"}
LANDMARKS = {"region", "navigation", "complementary"}
SPOKEN = PRESSED | FILLED_IN | LANDMARKS | {"dialog", "image"}
PAGES = (
    "/cases/?view=all",
    "/search/?q=mikko",
    "/mail/1/",
    "/note/?words=mikko",
    "/me/",
    "/me/notifications/",
    "/admin/",
    "/admin/people/",
    "/admin/people/3/",
    "/admin/roles/",
    "/admin/inboxes/1/",
    "/admin/inboxes/1/mail/",
    "/admin/canned/",
    "/admin/tags/",
    "/admin/fields/",
    "/admin/teams/",
    "/admin/settings-file/",
    "/admin/audit/",
    "/admin/health/",
)
DIALOGS = ("resolve", "snooze", "assign", "keys", "palette")


@told(desktop("light"), phone("dark", "fi"))
class TestWhatAScreenReaderSays:
    def test_names_everything(self, visit: Visit, profile: Profile) -> None:
        page, nameless = visit(who=ADMINISTRATOR), dict[str, list[str]]()
        for address in PAGES:
            page.goto(address)
            nameless[address] = unclear(page)
        open_case(page, MIKKO)
        nameless["case"] = unclear(page)
        for dialog in DIALOGS:
            page.locator(f"[data-opens={dialog}]").first.evaluate("opener => opener.click()")
            expect(page.locator(f"#{dialog}")).to_be_visible()
            nameless[dialog] = unclear(page)
            page.evaluate("id => document.getElementById(id).close()", dialog)
        assert {where: found for where, found in nameless.items() if found} == {}

    def test_tells_apart_what_is_alike(self, visit: Visit, profile: Profile) -> None:
        """Two buttons of one name that do different things are one guess too many."""
        page = visit(who=ADMINISTRATOR)
        open_case(page, MIKKO)
        pressed = [one for one in tree(page) if role(one) == "button"]
        names = [name(one) for one in pressed if one.get("backendDOMNodeId")]
        twice = {one for one in names if names.count(one) > len(page.locator(".message").all())}
        assert twice == set()


def tree(page: Page) -> list[dict[str, Any]]:
    found = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    return [node for node in found["nodes"] if not node["ignored"]]


def unclear(page: Page) -> list[str]:
    """What has no name, and landmarks that are told apart by nothing."""
    nodes = [node for node in tree(page) if role(node) in SPOKEN]
    nameless = [f"{role(node)} without a name" for node in nodes if not name(node)]
    landmarks = [(role(node), name(node)) for node in nodes if role(node) in LANDMARKS]
    return nameless + [f"two of {one}" for one in set(landmarks) if landmarks.count(one) > 1]


def role(node: dict[str, Any]) -> str:
    return str(node.get("role", {}).get("value", ""))


def name(node: dict[str, Any]) -> str:
    return str(node.get("name", {}).get("value", "")).strip()
