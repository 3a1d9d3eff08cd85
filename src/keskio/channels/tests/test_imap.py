"""Servers that no real one resembles, as far as we know."""

import time

import pytest
from django.utils import timezone

from keskio.channels.accounts import Secrets
from keskio.channels.imap import CannotRead, said, signed_in
from keskio.channels.models import Mailbox
from keskio.channels.tests.stalling import stalling
from keskio.channels.transports import CannotSendNow, Submission, submitting


def mailbox(port: int) -> Mailbox:
    return Mailbox(
        host="127.0.0.1",
        port=port,
        tls="plain",
        user="u",
        auth="password",
        secret=Secrets(password="p").sealed(),
    )


def open_it(port: int, *, longest: float = 1, largest: int = 1000) -> str:
    """What is said of it."""
    with (
        pytest.raises(CannotRead) as refused,
        signed_in(mailbox(port), longest=longest, largest=largest, now=timezone.now) as client,
    ):
        client.select_folder("INBOX")
    return str(refused.value)


class TestAServer:
    @pytest.mark.parametrize(
        ("says", "drip"),
        [(b"", b""), (b"", b"x"), (b"* OK\r\n", b"* 1 EXISTS\r\n"), (b"* OK\r\n", b"")],
        ids=["is silent", "drips its greeting", "talks without end", "falls silent"],
    )
    def test_that_is_slow_is_left_when_time_is_up(self, says: bytes, drip: bytes) -> None:
        began = time.monotonic()
        with stalling(says, drip) as port:
            assert open_it(port).startswith("took too long")
        assert time.monotonic() - began < 8

    def test_that_sends_more_than_a_mail_is_left(self) -> None:
        with stalling(b"* OK\r\n* 1 FETCH (BODY[] {99999999}\r\n") as port:
            assert "99999999 bytes" in open_it(port, longest=5)

    def test_that_speaks_no_imap_is_told_of(self) -> None:
        with stalling(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port:
            assert open_it(port, longest=3)

    def test_cannot_put_lines_into_what_is_shown(self) -> None:
        assert said(OSError("one\r\ntwo\x00\x1b[31m")) == "one two [31m"


class TestAnSmtpServer:
    @pytest.mark.parametrize(("says", "drip"), [(b"", b"x"), (b"220 a\r\n", b"250-x\r\n")])
    def test_that_is_slow_is_left_when_time_is_up(self, says: bytes, drip: bytes) -> None:
        began = time.monotonic()
        with stalling(says, drip) as port:
            there = Submission(host="127.0.0.1", port=port, tls="plain")
            with pytest.raises(CannotSendNow), submitting(there, longest=1):
                pass
        assert time.monotonic() - began < 5
