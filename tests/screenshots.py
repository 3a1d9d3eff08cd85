"""The pictures of README and docs, of the demo world in a real browser: `make screenshots`."""

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.installation import Installation, Running
from tests.sources import ROOT

DOCS = ROOT / "docs"
MIKKO = "Suojavarusteet moottorisahaan"
"""The subject of the case to show: he bought a chainsaw, and nothing to wear with it."""
AGENT, ADMINISTRATOR = "jenni@kohtaamo.example", "riikka@kohtaamo.example"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIETLY = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP = (1280, 820)
PHONE = (390, 780)
SMALL = (1024, 660)


@dataclass(frozen=True)
class Picture:
    name: str
    """Below docs; what is not of the README is small."""
    path: str
    who: str = AGENT
    size: tuple[int, int] = DESKTOP
    dark: bool = False
    language: str = "en"

    @property
    def shot(self) -> dict[str, Any]:
        """How it is written down: sharp, or in few bytes."""
        if self.name.startswith("screenshots/"):
            return {"path": DOCS / f"{self.name}.png"}
        return {"path": DOCS / f"{self.name}.jpg", "type": "jpeg", "quality": 60}


README = (
    Picture("screenshots/cases", "/cases/"),
    Picture("screenshots/case", MIKKO),
    Picture("screenshots/case-dark", MIKKO, dark=True),
    Picture("screenshots/case-phone", MIKKO, size=PHONE),
    Picture("screenshots/cases-phone", "/cases/", size=PHONE),
    Picture("screenshots/health", "/admin/health/", who=ADMINISTRATOR),
)
TOUR = tuple(
    Picture(f"tour/{name}-{language}", path, who=who, language=language)
    for language, who, subject in (
        ("en", AGENT, MIKKO),
        ("fi", AGENT, MIKKO),
        ("da", "mads@kohtaamo.example", "Kan jeg lægge Aarhus Ø til mit årskort?"),
        ("pl", "agnieszka@kohtaamo.example", "Karnet na drugi klub, jak dopłacić?"),
        ("sv", "linnea@kohtaamo.example", "Kan gymkortet pausas under föräldraledighet?"),
    )
    for name, path in (("line", "/cases/"), ("case", subject))
)
PAGES = tuple(
    Picture(f"pages/{name}", path, who=ADMINISTRATOR, size=SMALL)
    for name, path in {
        "search": "/search/?q=tilauksen",
        "new-mail": "/mail/1/",
        "note": "/note/?words=mikko",
        "notifications": "/me/notifications/",
        "me": "/me/",
        "admin": "/admin/",
        "clients": "/admin/clients/",
        "client": "/admin/clients/1/",
        "inbox": "/admin/inboxes/1/",
        "mailbox": "/admin/inboxes/1/mail/",
        "tags": "/admin/tags/",
        "fields": "/admin/fields/",
        "statuses": "/admin/statuses/",
        "canned": "/admin/canned/",
        "people": "/admin/people/",
        "person": "/admin/people/3/",
        "teams": "/admin/teams/",
        "roles": "/admin/roles/",
        "tokens": "/admin/tokens/",
        "audit": "/admin/audit/",
        "settings-file": "/admin/settings-file/",
        "blocked-senders": "/admin/blocked-senders/",
        "unprocessed": "/admin/unprocessed/",
    }.items()
)


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as directory,
        Installation(Path(directory)).up("--demo") as running,
        browser() as chromium,
    ):
        for picture in (*README, *TOUR, *PAGES):
            picture.shot["path"].parent.mkdir(exist_ok=True)
            take(picture, chromium, running)
            sys.stdout.write(f"docs/{picture.name}\n")


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=QUIETLY)


def take(picture: Picture, chromium: Browser, running: Running) -> None:
    width, height = picture.size
    context = chromium.new_context(
        base_url=f"http://127.0.0.1:{running.port}",
        viewport={"width": width, "height": height},
        color_scheme="dark" if picture.dark else "light",
        locale="en-GB",
        reduced_motion="reduce",
    )
    page = context.new_page()
    sign_in(page, picture.who, password_of(picture.who, running.said), picture.language)
    open_page(page, picture.path)
    page.screenshot(**picture.shot)
    context.close()


def password_of(who: str, said: str) -> str:
    """As `keskio up --demo` printed it."""
    printed = re.search(rf"{re.escape(who)}\s+(.+?)\s{{4}}", said)
    assert printed, said
    return printed[1]


def sign_in(page: Page, who: str, password: str, language: str = "en") -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", who)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "login" not in url)
    page.goto("/me/")
    page.select_option("#language", language)
    page.click("form:has(#language) button")
    page.wait_for_load_state()


def open_page(page: Page, path: str) -> None:
    """An address, or a case's subject."""
    page.goto(path if path.startswith("/") else "/cases/")
    if not path.startswith("/"):
        page.click(f"a[data-row][title='{path}']")
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    main()
