import io
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from keskio.config.web.bridge import Bridge, Environ, File
from keskio.config.web.tests.serving import ask, begin, get, seconds_to, served

LARGE = 20_000_000
LIMIT = 1_000_000


def pages(environ: Environ, start: Any) -> Iterable[bytes]:
    """Four pages: what was sent back, its length, a large file, and words."""
    path = environ["PATH_INFO"]
    content_type = "text/plain; charset=utf-8"
    if path == "/file":
        start("200 OK", [("Content-Type", "application/pdf"), ("Content-Length", str(LARGE))])
        return File(io.BytesIO(bytes(LARGE)))
    if path == "/echo":
        body = environ["wsgi.input"].read()
    elif path == "/length":
        body = environ["CONTENT_LENGTH"].encode()
    elif path == "/environ":
        body = repr({key: environ[key] for key in sorted(environ) if key.isupper()}).encode()
    elif path == "/thread":
        body = threading.current_thread().name.encode()
    else:
        body = b"words " * 400
    start("200 OK", [("Content-Type", content_type), ("Vary", "Cookie")])
    return [body]


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with served(Bridge(pages, body_limit=LIMIT, threads=4, idle_seconds=30)) as port:
        yield port


class TestARequest:
    def test_reaches_the_application_with_its_body(self, port: int) -> None:
        answer = ask(port, post("/echo", b"hello"))
        assert answer.endswith(b"\r\n\r\nhello")

    def test_tells_its_length_even_when_sent_in_chunks(self, port: int) -> None:
        chunks = b"5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n"
        head = b"POST /length HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
        answer = ask(port, head + b"Transfer-Encoding: chunked\r\n\r\n" + chunks)
        assert answer.endswith(b"\r\n\r\n6")

    def test_larger_than_memory_waits_in_a_file(self, port: int) -> None:
        body = bytes(range(256)) * 3000
        assert ask(port, post("/echo", body)).endswith(body)

    def test_cannot_pass_a_header_off_as_another(self, port: int) -> None:
        answer = get(port, "/environ", "X_Forwarded_Proto: https", "X-Real: one")
        assert b"HTTP_X_REAL" in answer
        assert b"FORWARDED" not in answer

    def test_over_the_limit_is_refused_before_it_is_sent(self, port: int) -> None:
        head = f"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: {LIMIT + 1}\r\n"
        assert ask(port, f"{head}Expect: 100-continue\r\n\r\n".encode()).startswith(b"HTTP/1.1 413")

    def test_of_a_program_is_refused_in_a_problem(self, port: int) -> None:
        head = f"POST /api/v1/a HTTP/1.1\r\nHost: a\r\nContent-Length: {LIMIT + 1}\r\n"
        answer = ask(port, f"{head}Expect: 100-continue\r\n\r\n".encode())
        assert b"application/problem+json" in answer
        assert b'"status":413' in answer

    def test_over_the_limit_is_refused_when_it_did_not_say(self, port: int) -> None:
        head = b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        chunk = b"80000\r\n" + bytes(0x80000) + b"\r\n"
        assert ask(port, head + chunk * 2 + b"0\r\n\r\n").startswith(b"HTTP/1.1 413")

    def test_that_stops_half_way_is_let_go(self) -> None:
        with served(Bridge(pages, idle_seconds=0.2)) as port:
            head = b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345"
            assert ask(port, head).startswith(b"HTTP/1.1 408")

    def test_that_is_not_whole_when_the_server_stops_is_told_so(self) -> None:
        with served(Bridge(pages)) as port:
            head = b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345"
            client = begin(port, head)
            assert get(port, "/").startswith(b"HTTP/1.1 200")
        client.settimeout(5)
        assert client.recv(100).startswith(b"HTTP/1.1 503")
        client.close()


class TestAnAnswer:
    def test_is_packed_when_it_is_text_and_the_client_can(self, port: int) -> None:
        head, _, body = get(port, "/", "Accept-Encoding: gzip").partition(b"\r\n\r\n")
        assert b"content-encoding: gzip" in head.lower()
        assert b"vary: cookie, accept-encoding" in head.lower()
        assert len(body) < 200

    def test_is_plain_for_others(self, port: int) -> None:
        head, _, body = get(port, "/").partition(b"\r\n\r\n")
        assert b"content-encoding" not in head.lower()
        assert b"content-length: 2400" in head.lower()
        assert body == b"words " * 400

    def test_comes_from_a_thread(self, port: int) -> None:
        assert b"page" in get(port, "/thread").partition(b"\r\n\r\n")[2]

    def test_that_is_a_file_arrives_whole(self, port: int) -> None:
        assert len(get(port, "/file").partition(b"\r\n\r\n")[2]) == LARGE

    def test_to_head_has_no_body(self, port: int) -> None:
        answer = ask(port, b"HEAD /file HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert answer.endswith(b"\r\n\r\n")
        assert f"content-length: {LARGE}".encode() in answer.lower()


class TestFiftyStalledClients:
    def test_in_an_upload_do_not_hold_up_a_page(self, port: int) -> None:
        head = b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\nhalf"
        stalled = [begin(port, head) for _ in range(50)]
        assert seconds_to(port, "/") < 5
        close(stalled)

    def test_in_a_download_do_not_hold_up_a_page(self, port: int) -> None:
        request = b"GET /file HTTP/1.1\r\nHost: a\r\n\r\n"
        stalled = [begin(port, request) for _ in range(50)]
        assert seconds_to(port, "/") < 5
        close(stalled)

    def test_would_hold_it_up_if_their_answers_left_from_threads(self) -> None:
        """The control: with as many threads as clients that wait in them, nothing moves."""
        gate = threading.Event()

        def waits(environ: Environ, start: Any) -> Iterable[bytes]:
            if environ["PATH_INFO"] == "/wait":
                gate.wait(10)
            return pages(environ, start)

        with served(Bridge(waits, threads=2)) as port:
            waiting = [begin(port, b"GET /wait HTTP/1.1\r\nHost: a\r\n\r\n") for _ in range(2)]
            with pytest.raises(TimeoutError):
                ask(port, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", patience=0.5)
            gate.set()
            close(waiting)


def post(path: str, body: bytes) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: {len(body)}"
    return head.encode() + b"\r\n\r\n" + body


def close(clients: list[Any]) -> None:
    for client in clients:
        client.close()


def test_a_file_is_closed_once_sent(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"content")
    opened = path.open("rb")

    def one(environ: Environ, start: Any) -> Iterable[bytes]:
        start("200 OK", [("Content-Length", "7")])
        wrapped: Iterable[bytes] = environ["wsgi.file_wrapper"](opened, 8192)
        return wrapped

    with served(Bridge(one)) as port:
        assert get(port, "/").endswith(b"\r\n\r\ncontent")
    assert opened.closed
