"""Hostile mail by SMTP, up to the pages that show it: refused or contained."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from soak.post import Sink

from tests.installation import Running
from tests.migrated import migrated_installation
from tests.trials import hostile
from tests.trials.ground import prepared, wait_until
from tests.trials.people import Program, Visitor, bring

MAILS = hostile.mails()
LOOKALIKES = list(hostile.lookalikes())
SLOW_SECONDS = 3
FORBIDDEN = (
    "<script",
    "javascript:",
    "onerror",
    "onload",
    "<iframe",
    "<form",
    "<base",
    "<svg",
    "@import",
    'http-equiv="refresh',
    "url(",
)


@dataclass(frozen=True)
class Stage:
    running: Running
    visitor: Visitor
    program: Program
    sink: Sink


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A server that has been brought every hostile mail, one after the other."""
    sink = Sink()
    sink.start()
    url, directory = os.environ.get("KESKIO_DATABASE_URL", ""), tmp_path_factory.mktemp("hostile")
    with migrated_installation(directory, url, KESKIO_SMTP_URL=sink.url) as installation:
        keys = prepared(installation)
        with installation.up() as running:
            yield Stage(
                running, Visitor(running.port).sign_in(), Program(running.port, keys[0]), sink
            )
    sink.stop()


class TestAHostileMail:
    @pytest.mark.parametrize("name", MAILS)
    def test_is_contained(self, stage: Stage, name: str) -> None:
        arrival = brought(stage, MAILS[name])
        assert arrival["state"] == "processed", arrival["error"]
        if arrival["case_id"] is None:
            assert arrival["kind"] == "not-mail"
            return
        page = stage.visitor.get(f"/cases/{arrival['case_id']}/")
        assert page.status == 200
        assert page.seconds < SLOW_SECONDS
        assert f"<script>{hostile.EVIL}" not in page.text
        assert f'onerror="{hostile.EVIL}' not in page.text
        shown = stage.visitor.get(f"/messages/{arrival['message_id']}/html/")
        assert shown.status == 200
        assert shown.seconds < SLOW_SECONDS
        assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
        body = shown.text.partition("<body>")[2].lower()
        assert not [word for word in FORBIDDEN if word in body]

    def test_leaves_the_lists_quick(self, stage: Stage) -> None:
        for path in ("/cases/", "/admin/unprocessed/"):
            page = stage.visitor.get(path)
            assert (page.status, page.seconds < SLOW_SECONDS) == (200, True)
            assert f"<script>{hostile.EVIL}" not in page.text

    def test_injects_nothing_into_the_reply(self, stage: Stage) -> None:
        mail = MAILS["injected headers"].replace(b"<injected@", b"<answered@")
        arrival = brought(stage, mail)
        assert arrival["mail_id"] == "<answered@evil>"
        before = len(stage.sink.got)
        path = f"/cases/{arrival['case_id']}/replies"
        status, reply = stage.program.post(path, {"text": "Hello."})
        assert status == 201, reply
        wait_until(lambda: len(stage.sink.got) > before)
        raw, recipients = stage.sink.last
        headers = raw.partition(b"\r\n\r\n")[0]
        assert b"\nBcc:" not in headers
        assert b"\nCc:" not in headers
        assert recipients == ["mallory@customers.example"]

    def test_of_fifty_megabytes_is_refused(self, stage: Stage) -> None:
        large = hostile.head("large") + b"\r\n" + (b"x" * 998 + b"\r\n") * 50_000
        assert bring(stage.running.smtp_port, large)[0] == 552


class TestALookalike:
    @pytest.mark.parametrize("mail", LOOKALIKES, ids=map(str, range(len(LOOKALIKES))))
    def test_is_marked(self, stage: Stage, mail: bytes) -> None:
        case_id = brought(stage, mail)["case_id"]
        assert "may pretend to be someone else" in stage.visitor.get(f"/cases/{case_id}/").text


def brought(stage: Stage, mail: bytes) -> dict[str, object]:
    """The newest arrival, once the mail is processed."""
    began = time.monotonic()
    assert bring(stage.running.smtp_port, mail) == (250, "OK")
    wait_until(lambda: newest(stage)["state"] != "stored")
    assert time.monotonic() - began < 20
    return newest(stage)


def newest(stage: Stage) -> dict[str, object]:
    _, page = stage.program.get("/arrivals?limit=1")
    arrival: dict[str, object] = page["items"][0]
    return arrival
