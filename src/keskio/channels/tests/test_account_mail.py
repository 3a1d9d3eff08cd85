from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.test import override_settings

from keskio.channels.email_backend import Transport


class TestAMailOfAnAccount:
    def test_leaves_by_the_transport_as_every_other(self, tmp_path: Path) -> None:
        mail = EmailMessage("Välkommen", "Hej Linnéa\n", "keskio@localhost", ["linnea@a.example"])
        with override_settings(SMTP_URL=f"file:{tmp_path}"):
            assert Transport().send_messages([mail]) == 1
        (sent,) = tmp_path.glob("*.eml")
        raw = sent.read_bytes()
        assert b"To: linnea@a.example\r\n" in raw
        assert b"=?utf-8?" in raw

    def test_that_cannot_leave_is_not_counted(self, caplog: pytest.LogCaptureFixture) -> None:
        mail = EmailMessage("Hello", "secret link", "keskio@localhost", ["a@a.example"])
        with override_settings(SMTP_URL="smtp://127.0.0.1:1"):
            assert Transport().send_messages([mail]) == 0
        assert "could not be sent" in caplog.text
        assert "secret" not in caplog.text
