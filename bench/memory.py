"""The memory of one `keskio up` while ten thousand requests of all kinds are answered.

Four people at once: lists with filters, cases, searches, the API, answers with their journal and
mail, uploads.
"""

import http.client
import random
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode
from uuid import uuid4

import psutil
from django.conf import settings

from bench.asking import LOOPBACK
from bench.figures import Figure, figure
from bench.letters import SENTENCES
from bench.pages import sign_in
from bench.world import NOW, Desk, add_agent, fill, open_desk
from keskio.cases.models import Case, Message
from keskio.cases.operations import index_messages
from keskio.cases.queries import SORTS, View
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.staff import operations as staff
from keskio.staff.rights import EVERY_RIGHT

if TYPE_CHECKING:
    from tests.installation import Running

    from bench.one import Asked

CASES, CHUNK = 5_000, 1_000
CLIENTS = 5
PEOPLE = 4
STEPS = 5
"""Memory is read after each fifth of the requests."""
TOKEN = "m" * 32
WORDS = sorted({word.strip(".,!") for said in SENTENCES.values() for word in said.split()})
FILE = random.Random(4).randbytes(120_000)
Request = tuple[str, str, bytes, dict[str, str]]


def measure(asked: "Asked") -> list[Figure]:
    desk = open_desk(clients_count=CLIENTS)
    fill(desk, cases=CASES)
    with reading(SYSTEM):
        said = list(Message.objects.values_list("pk", flat=True))
    for start in range(0, len(said), CHUNK):
        with writing(SYSTEM):
            index_messages(said[start : start + CHUNK])
    people = [_person(desk, number) for number in range(PEOPLE)]
    asked.installation.environment["KESKIO_API_RATE"] = "1000000"
    with asked.installation.up() as running:
        process = psutil.Process(running.process.pid)
        read = [_megabytes(process)]
        for _ in range(STEPS):
            _all_at_once(running, people, asked.requests // STEPS // PEOPLE)
            read.append(_megabytes(process))
        mapped = process.memory_info().shared / 1e6
    done = [asked.requests * step // STEPS for step in range(STEPS + 1)]
    return [
        figure("after all requests", read[-1], "MB"),
        figure("beside it mapped files: programs, on SQLite the database", mapped, "MB"),
        figure(f"grown from {done[1]} to {done[-1]} requests", read[-1] - read[1], "MB"),
        *(
            figure(f"after {count} requests", value, "MB")
            for count, value in zip(done, read, strict=True)
        ),
    ]


class _Person:
    """Asks for this and that as people do, each time for something else."""

    def __init__(self, cookie: str, key: str, cases: list[int], seed: int) -> None:
        self._cookies = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie};"
            f" {settings.CSRF_COOKIE_NAME}={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Accept-Encoding": "gzip",
        }
        self._key = {"Authorization": f"Bearer {key}"}
        self._cases, self._chance = cases, random.Random(seed)
        self._kinds: dict[Callable[[], Request], int] = {
            self._list: 25,
            self._case: 35,
            self._search: 12,
            self._api: 18,
            self._reply: 6,
            self._upload: 4,
        }

    def ask(self, port: int, times: int) -> None:
        """Raises AssertionError for a refusal."""
        connection = http.client.HTTPConnection(LOOPBACK, port, timeout=60)
        for kind in self._chance.choices(list(self._kinds), list(self._kinds.values()), k=times):
            method, path, body, headers = kind()
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            said = response.read()
            assert response.status in {200, 302}, (method, path, response.status, said[-300:])

    def _list(self) -> Request:
        view = self._chance.choice(list(View))
        asked = {"view": view, "sort": self._chance.choice(SORTS[view])}
        if self._chance.random() < 0.3:
            asked |= {"language": self._chance.choice(["", *SENTENCES])}
        return "GET", f"/cases/?{urlencode(asked)}", b"", self._cookies

    def _case(self) -> Request:
        return "GET", f"/cases/{self._chance.choice(self._cases)}/", b"", self._cookies

    def _search(self) -> Request:
        said = " ".join(self._chance.sample(WORDS, self._chance.choice((1, 1, 2))))
        return "GET", f"/search/?q={quote(said)}", b"", self._cookies

    def _api(self) -> Request:
        case_id = self._chance.choice(self._cases)
        paths = ["cases?view=all", f"cases/{case_id}", f"search?q={self._chance.choice(WORDS)}"]
        return "GET", f"/api/v1/{quote(self._chance.choice(paths), '/?=')}", b"", self._key

    def _reply(self) -> Request:
        sentences = SENTENCES["en"].split("|")
        written = {
            "text": "\n\n".join(self._chance.choices(sentences, k=6)),
            "to": "somebody@mail.example",
            "request_key": str(uuid4()),
            "last_seen": str(2**40),
        }
        headers = self._cookies | {"Content-Type": "application/x-www-form-urlencoded"}
        path = f"/cases/{self._chance.choice(self._cases)}/reply/"
        return "POST", path, urlencode(written).encode(), headers

    def _upload(self) -> Request:
        border = uuid4().hex
        fields = {"kind": "reply", "case": str(self._chance.choice(self._cases))}
        parts = [
            f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        ]
        parts.append(
            f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="report.bin"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        body = "".join(parts).encode() + FILE + uuid4().bytes + f"\r\n--{border}--\r\n".encode()
        headers = self._cookies | {"Content-Type": f"multipart/form-data; boundary={border}"}
        return "POST", "/drafts/files/", body, headers


def _person(desk: Desk, number: int) -> _Person:
    served = [inbox.client_id for inbox in desk.inboxes]
    with writing(SYSTEM):
        agent = add_agent(f"person-{number}@staff.example", served)
        _, key = staff.make_token(
            name=agent.name, agent_id=agent.pk, own_rights=EVERY_RIGHT, actor=SYSTEM_ACTOR, now=NOW
        )
        cookie = sign_in(agent)
    with reading(SYSTEM):
        cases = list(Case.objects.filter(client__in=served).values_list("pk", flat=True))
    return _Person(cookie, key, cases, number)


def _all_at_once(running: "Running", people: list[_Person], times: int) -> None:
    failed: list[BaseException] = []

    def work(person: _Person) -> None:
        try:
            person.ask(running.port, times)
        except BaseException as error:
            failed.append(error)
            raise

    threads = [threading.Thread(target=work, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed, failed


def _megabytes(process: psutil.Process) -> float:
    """Its own, without the files that are mapped: those the system may take back."""
    told = process.memory_info()
    return float((told.rss - told.shared) / 1e6)
