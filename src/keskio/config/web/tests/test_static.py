from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.templatetags.static import static as address_of

from keskio.config.web import static
from keskio.config.web.tests.serving import get, served

NAME = "account/js/account.js"
"""One that a package ships: it is always there."""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with served(static.serve) as port:
        yield port


def parts(answer: bytes) -> tuple[str, bytes]:
    head, _, body = answer.partition(b"\r\n\r\n")
    return head.decode().lower(), body


class TestAStaticFile:
    def test_has_an_address_with_the_version_of_all(self) -> None:
        assert address_of(NAME) == f"/static/{static.version()}/{NAME}"

    def test_is_kept_for_ever_under_it(self, port: int) -> None:
        head, body = parts(get(port, address_of(NAME)))
        assert "200 ok" in head
        assert "max-age=31536000, immutable" in head
        assert "content-type: text/javascript" in head
        assert body == Path(str(finders.find(NAME))).read_bytes()

    def test_is_asked_for_again_under_an_older_one(self, port: int) -> None:
        head, _ = parts(get(port, f"/static/0123456789ab/{NAME}"))
        assert "200 ok" in head
        assert "cache-control: no-cache" in head

    def test_is_packed_for_who_can_unpack(self, port: int) -> None:
        head, body = parts(get(port, address_of(NAME), "Accept-Encoding: gzip"))
        assert "content-encoding: gzip" in head
        assert body.startswith(b"\x1f\x8b")

    def test_is_not_sent_to_who_has_it(self, port: int) -> None:
        head, _ = parts(get(port, address_of(NAME)))
        etag = next(line for line in head.splitlines() if line.startswith("etag:"))
        head, body = parts(get(port, address_of(NAME), f"If-None-Match: {etag[6:]}"))
        assert "304 not modified" in head
        assert body == b""


class TestOutsideTheStaticFiles:
    @pytest.mark.parametrize(
        "name",
        ["", "nothing.js", "../settings.py", "%2e%2e/%2e%2e/settings.py", "/etc/passwd", "a%00b"],
    )
    def test_nothing_is_found(self, port: int, name: str) -> None:
        head, _ = parts(get(port, f"/static/x/{name}"))
        assert "404 not found" in head
