"""The README's pictures, of the demo world in a real browser: `make screenshots`."""

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.installation import Installation, Running
from tests.sources import ROOT

PICTURES = ROOT / "docs" / "screenshots"
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


@dataclass(frozen=True)
class Picture:
    name: str
    path: str
    who: str = AGENT
    size: tuple[int, int] = DESKTOP
    dark: bool = False


SHOWN = (
    Picture("cases", "/cases/"),
    Picture("case", MIKKO),
    Picture("case-dark", MIKKO, dark=True),
    Picture("case-phone", MIKKO, size=PHONE),
    Picture("cases-phone", "/cases/", size=PHONE),
    Picture("health", "/admin/health/", who=ADMINISTRATOR),
)


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as directory,
        Installation(Path(directory)).up("--demo") as running,
        browser() as chromium,
    ):
        for picture in SHOWN:
            take(picture, chromium, running)
            sys.stdout.write(f"docs/screenshots/{picture.name}.png\n")


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
    sign_in(page, picture.who, password_of(picture.who, running.said))
    open_page(page, picture.path)
    page.screenshot(path=PICTURES / f"{picture.name}.png")
    context.close()


def password_of(who: str, said: str) -> str:
    """As `keskio up --demo` printed it."""
    printed = re.search(rf"{re.escape(who)}\s+(.+?)\s{{4}}", said)
    assert printed, said
    return printed[1]


def sign_in(page: Page, who: str, password: str) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", who)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "login" not in url)
    page.goto("/me/")
    page.select_option("#language", "en")
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
