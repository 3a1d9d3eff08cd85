"""`keskio up`, as an operator and a hostile network meet it."""

import json
import smtplib
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from keskio.config.web.tests.serving import LOOPBACK, begin, get, seconds_to
from keskio.kit.claim import holder_of
from tests.installation import Installation, Running

MAIL = b"From: m@example.org\r\nSubject: Saw\r\nMessage-ID: <1@example.org>\r\n\r\nHello?\r\n"


class TestUp:
    def test_answers_pages_and_mail(self, installation: Installation) -> None:
        with installation.up() as running:
            assert get(running.port, "/healthz").endswith(b"well\n")
            with smtplib.SMTP(LOOPBACK, running.smtp_port, timeout=5) as smtp:
                assert smtp.noop()[0] == 250
            checked = installation.keskio("check", "--json")
        assert all(finding["ok"] for finding in json.loads(checked.stdout)), checked.stdout

    def test_says_where_it_is_and_how_to_begin(self, untouched: Installation) -> None:
        with untouched.up() as running:
            assert f"http://127.0.0.1:{running.port}/" in running.said
            assert f"smtp://127.0.0.1:{running.smtp_port}" in running.said
            assert "?code=" in running.said
            assert str(untouched.data) in running.said

    def test_stops_on_a_signal_and_frees_its_directory(self, installation: Installation) -> None:
        with installation.up() as running:
            status, seconds = running.stop()
            assert (status, seconds < 5) == (0, True), running.said
        assert holder_of(installation.data) is None
        assert "Traceback" not in running.said

    def test_stops_though_clients_stall(self, installation: Installation) -> None:
        with installation.up() as running:
            stalled = [*stalled_uploads(running), open_mail_connection(running)]
            status, seconds = running.stop()
            assert (status, seconds < 5) == (0, True), running.said
            close(stalled)

    def test_refuses_a_second_start_in_one_line(self, installation: Installation) -> None:
        with installation.up() as running:
            second = installation.keskio("up", "--port", "0", "--smtp-port", "0")
        assert second.returncode == 1
        assert second.stdout == ""
        assert second.stderr.startswith(f"keskio: already running on {installation.data}")
        assert f":{running.port}/" in second.stderr
        assert second.stderr.count("\n") == 1

    def test_says_which_port_is_taken(self, installation: Installation) -> None:
        with socket.create_server((LOOPBACK, 0)) as other:
            taken = str(other.getsockname()[1])
            for_pages = installation.keskio("up", "--port", taken, "--smtp-port", "0")
            for_mail = installation.keskio("up", "--port", "0", "--smtp-port", taken)
        assert for_pages.returncode == for_mail.returncode == 1
        assert f"cannot listen for pages on 127.0.0.1:{taken}" in for_pages.stderr
        assert f"cannot listen for mail on 127.0.0.1:{taken}" in for_mail.stderr
        assert for_pages.stderr.count("\n") == for_mail.stderr.count("\n") == 1

    def test_starts_again_on_what_it_left(self, installation: Installation) -> None:
        with installation.up() as running:
            running.process.kill()
            running.process.wait()
        with installation.up() as running:
            assert get(running.port, "/healthz").endswith(b"well\n")

    def test_shows_a_page_beside_fifty_stalled_clients(self, installation: Installation) -> None:
        with installation.up() as running:
            stalled = stalled_uploads(running)
            assert seconds_to(running.port, "/accounts/login/") < 2
            close(stalled)


class TestReceiveBesideUp:
    def test_waits_for_what_the_server_heard(
        self, installation: Installation, tmp_path: Path
    ) -> None:
        (tmp_path / "1.eml").write_bytes(MAIL)
        with installation.up() as running:
            first = installation.keskio("receive", str(tmp_path / "1.eml"), "--json")
            assert first.returncode == 0, first.stderr
            with smtplib.SMTP(LOOPBACK, running.smtp_port, timeout=5) as smtp:
                smtp.sendmail("m@example.org", ["anybody@company.example"], MAIL)
            again = installation.keskio("receive", str(tmp_path / "1.eml"), "--json")
            assert again.returncode == 0, again.stderr
        before, after = json.loads(first.stdout), json.loads(again.stdout)
        assert before["case"] is not None
        assert not before["duplicate"]
        assert after == {**before, "duplicate": True, "new_case": False}


class TestTheCommand:
    def test_prepares_an_empty_directory_once_though_asked_by_many(
        self, untouched: Installation
    ) -> None:
        with ThreadPoolExecutor(4) as together:
            asked = list(
                together.map(
                    lambda name: untouched.keskio("token", "create", "--name", name), "abcd"
                )
            )
        assert [(one.returncode, one.stderr) for one in asked] == [(0, "")] * 4
        assert len({one.stdout for one in asked}) == 4

    def test_without_words_says_which_there_are(self, installation: Installation) -> None:
        asked = installation.keskio("--help")
        assert asked.returncode == 0
        assert {"up", "receive", "token", "check"} <= set(asked.stdout.split())

    def test_says_in_one_line_that_the_database_is_not_there(self, tmp_path: Path) -> None:
        nowhere = Installation(tmp_path, KESKIO_DATABASE_URL="postgresql://nobody@127.0.0.1:1/x")
        asked = nowhere.keskio("token", "create", "--name", "reports")
        assert asked.returncode == 1
        assert asked.stderr.startswith("keskio: ")
        assert asked.stderr.count("\n") == 1


def stalled_uploads(running: Running) -> list[socket.socket]:
    request = b"POST /accounts/login/ HTTP/1.1\r\nHost: a\r\nContent-Length: 90000\r\n\r\nhalf"
    return [begin(running.port, request) for _ in range(50)]


def open_mail_connection(running: Running) -> socket.socket:
    client = socket.create_connection((LOOPBACK, running.smtp_port), timeout=5)
    client.recv(200)
    return client


def close(clients: list[socket.socket]) -> None:
    for client in clients:
        client.close()
