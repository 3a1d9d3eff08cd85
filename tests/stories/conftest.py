import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.installation import Installation, Running, scratch_database
from tests.migrated import migrated_installation
from tests.screenshots import AGENT, browser, password_of, sign_in
from tests.stories.post import PostOffice
from tests.stories.profiles import Profile, desktop

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo world on SQLite, loaded once for all modules of all test processes."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "demo-world"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "loaded").exists():
            loading = Installation(shared)
            with loading.up("--demo") as running:
                running.stop()
            loading.data.rename(shared / "loaded")
    return shared / "loaded"


@pytest.fixture(scope="module")
def demo(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Running]:
    """The demo world, at work; what a module's tests do stays in that module."""
    directory = tmp_path_factory.mktemp("demo")
    with scratch_database(os.environ.get("KESKIO_DATABASE_URL", "")) as url:
        if not url:
            shutil.copytree(request.getfixturevalue("loaded"), directory / "data")
        undo = str(getattr(request.module, "UNDO_SECONDS", 0))
        installation = Installation(directory, KESKIO_DATABASE_URL=url, KESKIO_UNDO_SECONDS=undo)
        with installation.up("--demo") as running:
            yield running


@pytest.fixture
def profile() -> Profile:
    return desktop()


@pytest.fixture
def visit(chromium: Browser, profile: Profile, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Opens pages for people who are signed in; what a page complains of fails the test."""
    contexts, complaints = [], list[str]()

    def visited(path: str = "/cases/", *, who: str = AGENT, of: Running | None = None) -> Page:
        running: Running = of or request.getfixturevalue("demo")
        context = chromium.new_context(
            **settings(profile, running), storage_state=_signed_in(chromium, running, who)
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.extend(_errors(said)))
        page.on("response", lambda got: complaints.append(got.url) if got.status >= 500 else None)
        speak(page, profile.language)
        page.goto(path)
        return page

    yield visited
    for context in contexts:
        context.close()
    provoked = getattr(request.module, "PROVOKED", "nothing")
    assert [one for one in complaints if not one.startswith(provoked)] == []


def _errors(said: ConsoleMessage) -> list[str]:
    """What scripts, styles and the content policy complain of; refusals are told to the agent."""
    is_refusal = said.text.startswith("Failed to load resource")
    return [said.text] if said.type == "error" and not is_refusal else []


_sessions: dict[tuple[int, int, str], Any] = {}


def _signed_in(chromium: Browser, running: Running, who: str) -> Any:
    """The cookies of somebody who has signed in before, to this process."""
    key = (running.process.pid, running.port, who)
    if key not in _sessions:
        context = chromium.new_context(base_url=f"http://127.0.0.1:{running.port}")
        sign_in(context.new_page(), who, password_of(who, running.said))
        _sessions[key] = context.storage_state()
        context.close()
    return _sessions[key]


def settings(profile: Profile, running: Running) -> dict[str, Any]:
    return {
        "base_url": f"http://127.0.0.1:{running.port}",
        "viewport": {"width": profile.width, "height": profile.height},
        "color_scheme": profile.scheme,
        "has_touch": profile.is_phone,
        "locale": profile.language,
        "reduced_motion": "reduce",
    }


def speak(page: Page, language: str) -> None:
    """Choose a language, as anybody does, unless the pages speak it already."""
    page.goto("/me/")
    if page.locator("html").get_attribute("lang") != language:
        page.select_option("#language", language)
        page.click("form:has(#language) button")
        page.wait_for_load_state()


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    with PostOffice() as opened:
        yield opened


@pytest.fixture
def empty(tmp_path: Path, post_office: PostOffice) -> Iterator[Running]:
    """A new installation with nothing in it, which sends by the post office."""
    url = os.environ.get("KESKIO_DATABASE_URL", "")
    with (
        migrated_installation(tmp_path, url, KESKIO_SMTP_URL=post_office.url) as installation,
        installation.up() as running,
    ):
        yield running
