"""Who meets a running server in a trial: a browser without a screen, a program, a sender."""

import json
import re
import smtplib
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, Message
from http.cookiejar import CookieJar
from typing import Any

from keskio.config.web.tests.serving import LOOPBACK
from tests.trials.prepare import ADMINISTRATOR, INBOX, PASSWORD

CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PATIENCE = 30


@dataclass(frozen=True)
class Page:
    status: int
    text: str
    seconds: float
    headers: Message


class Visitor:
    """Signs in as the administrator and reads pages."""

    def __init__(self, port: int) -> None:
        self._root = f"http://{LOOPBACK}:{port}"
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def sign_in(self) -> "Visitor":
        sent = {"login": ADMINISTRATOR, "password": PASSWORD}
        assert "Sign in" not in self.post("/accounts/login/", sent).text
        return self

    def get(self, path: str) -> Page:
        return self._ask(path, None)

    def post(self, path: str, fields: dict[str, str], *, form: str = "") -> Page:
        """`fields` into the form on page `form`, which is at `path` unless said."""
        found = CSRF.search(self.get(form or path).text)
        token = {"csrfmiddlewaretoken": found[1] if found else ""}
        return self._ask(path, urllib.parse.urlencode(fields | token).encode())

    def _ask(self, path: str, body: bytes | None) -> Page:
        began = time.monotonic()
        try:
            with self._opener.open(self._root + path, body, timeout=PATIENCE) as answer:
                status, content, headers = answer.status, answer.read(), answer.headers
        except urllib.error.HTTPError as refusal:
            status, content, headers = refusal.code, refusal.read(), refusal.headers
        seconds = time.monotonic() - began
        return Page(status, content.decode("utf-8", "replace"), seconds, headers)


class Program:
    """Acts through the API with one key."""

    def __init__(self, port: int, key: str) -> None:
        self._root, self._key = f"http://{LOOPBACK}:{port}/api/v1", key

    def get(self, path: str) -> tuple[int, Any]:
        return self._ask("GET", path, None)

    def post(self, path: str, body: Any = None) -> tuple[int, Any]:
        return self._ask("POST", path, body)

    def items(self, path: str) -> list[Any]:
        """Every row of a list, page after page."""
        rows, after = [], ""
        while True:
            status, page = self.get(f"{path}?limit=200&after={after}")
            assert status == 200, page
            rows += page["items"]
            if not (after := page["next"] or ""):
                return rows

    def _ask(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        asked = urllib.request.Request(
            self._root + path,
            json.dumps(body).encode() if method == "POST" else None,
            {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"},
            method=method,
        )
        try:
            with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
                status, content = answer.status, answer.read()
        except urllib.error.HTTPError as refusal:
            status, content = refusal.code, refusal.read()
        is_json = content[:1] in {b"{", b"["}
        return status, json.loads(content) if is_json else content or None


def letter(number: int, *, kilobytes: int = 0) -> EmailMessage:
    """From a customer of that number; with an attachment when it is to be large."""
    mail = EmailMessage()
    mail["From"] = f"customer-{number}@customers.example"
    mail["To"], mail["Subject"] = INBOX, f"Saw {number}"
    mail["Message-ID"] = f"<{number}@customers.example>"
    mail.set_content("Where is my saw?\n")
    if kilobytes:
        content = number.to_bytes(4, "big") * (kilobytes * 256)
        mail.add_attachment(content, "image", "png", filename="saw.png")
    return mail


def bring(port: int, mail: EmailMessage | bytes) -> tuple[int, str]:
    """What the listener answers to it in the end."""
    raw = mail if isinstance(mail, bytes) else mail.as_bytes(policy=policy.SMTP)
    try:
        with smtplib.SMTP(LOOPBACK, port, timeout=PATIENCE) as smtp:
            smtp.sendmail("sender@customers.example", [INBOX], raw)
    except smtplib.SMTPRecipientsRefused as refusal:
        ((code, words),) = refusal.recipients.values()
        return code, words.decode()
    except smtplib.SMTPResponseException as refusal:
        words = refusal.smtp_error
        return refusal.smtp_code, words.decode() if isinstance(words, bytes) else words
    return 250, "OK"
