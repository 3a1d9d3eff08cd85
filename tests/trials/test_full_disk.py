"""The disk is full: nothing acknowledged is lost, everybody is told, room is all it needs."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from soak.small_disk import NotPermitted, fill, small_disk

from keskio.config.web.tests.serving import get
from tests.installation import Installation, Running
from tests.trials.ground import prepared, wait_until
from tests.trials.people import Page, Program, Visitor, bring, letter

pytestmark = pytest.mark.skipif(
    bool(os.environ.get("KESKIO_DATABASE_URL")), reason="the database lies elsewhere"
)
LATER = 451
MANY = 400


@dataclass(frozen=True)
class Place:
    """An installation whose room can be taken and given."""

    installation: Installation
    take_room: Callable[[], object]
    give_room: Callable[[], object]


@pytest.fixture(params=["a small file system", "max_page_count"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if request.param == "max_page_count":
        installation = Installation(tmp_path)
        installation.program = "soak.limited"
        yield Place(installation, lambda: limit(installation), lambda: unlimit(installation))
        return
    try:
        with small_disk(tmp_path / "disk", megabytes=24) as disk:
            installation = Installation(disk, KESKIO_SMTP_URL="")
            yield Place(installation, lambda: fill(disk), (disk / "ballast").unlink)
    except NotPermitted as refusal:
        pytest.skip(f"a file system cannot be mounted here: {refusal}")


class TestAFullDisk:
    def test_loses_nothing_says_so_and_heals_with_room(self, place: Place) -> None:
        keys = prepared(place.installation)
        with place.installation.up() as running:
            program, visitor = Program(running.port, keys[0]), Visitor(running.port).sign_in()
            assert bring(running.smtp_port, letter(0)) == (250, "OK")
            wait_until(lambda: arrived(program) == ids(1))
            case_page = f"/cases/{program.items('/cases')[0]['id']}/"

            place.take_room()
            taken = fill_with_mail(running)
            says_so(place.installation, visitor)
            shows_what_is_there(visitor, case_page)
            assert write_note(visitor, case_page).status == 503

            place.give_room()
            for number in range(taken, taken + 3):
                assert bring(running.smtp_port, letter(number)) == (250, "OK")
            wait_until(lambda: arrived(program) == ids(taken + 3))
            wait_until(lambda: get(running.port, "/healthz").endswith(b"well\n"))
            assert "Mail cannot be stored" not in visitor.get("/admin/health/").text
            assert write_note(visitor, case_page).status == 200


def arrived(program: Program) -> set[str]:
    """What is processed, by Message-ID; nothing may be there twice, nothing may have failed."""
    arrivals = program.items("/arrivals")
    assert not [one for one in arrivals if one["state"] == "failed"]
    processed = [one["mail_id"] for one in arrivals if one["state"] == "processed"]
    assert len(processed) == len(set(processed))
    return set(processed)


def ids(number: int) -> set[str]:
    return {f"<{one}@customers.example>" for one in range(number)}


def fill_with_mail(running: Running) -> int:
    """Send, large and small, until one is refused; how many were taken."""
    for number in range(1, MANY):
        code, words = bring(running.smtp_port, letter(number, kilobytes=60 * (number % 3)))
        if code != 250:
            assert code == LATER, words
            return number
    raise AssertionError("it was never full")


def says_so(installation: Installation, visitor: Visitor) -> None:
    page = visitor.get("/admin/health/")
    assert page.status == 200
    assert "Mail cannot be stored" in page.text
    assert "full" in page.text or "No space left" in page.text
    assert "the listener fails" in found(installation)["server"]


def found(installation: Installation) -> dict[str, str]:
    """What `keskio check` says, by the name of what it looked at."""
    findings = json.loads(installation.keskio("check", "--json").stdout)
    return {finding["name"]: finding["says"] for finding in findings}


def shows_what_is_there(visitor: Visitor, case_page: str) -> None:
    for path in ("/cases/", case_page, "/me/"):
        page = visitor.get(path)
        assert page.status == 200, page.text
        assert page.seconds < 2


def write_note(visitor: Visitor, case_page: str) -> Page:
    sent = {"text": "Looked at. " * 20_000, "request_key": str(uuid4())}
    page = visitor.post(f"{case_page}note/", sent, form=case_page)
    assert "Traceback" not in page.text
    return page


def limit(installation: Installation) -> None:
    """A few pages more than there are."""
    database = installation.data / "keskio.sqlite3"
    with closing(sqlite3.connect(database)) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (installation.data / "pages").write_text(str(pages + 20))


def unlimit(installation: Installation) -> None:
    (installation.data / "pages").unlink()
