"""Agents at work through the API: they take, read, answer, rest, ask colleagues and look around."""

import http.client
import json
import random
import threading
import time
from collections import defaultdict
from typing import Any
from uuid import uuid4

from soak.serving import HOST

IDLE_SECONDS = 0.05
CONFLICT = 409
"""Somebody else was quicker: the agent looks again, as a person does."""
RESOLVED_AT_ONCE, ASKED_BACK, SNOOZED, HANDED_OVER = 0.62, 0.18, 0.1, 0.1


class Record:
    """What was asked, how long each took, and what should not have happened."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.conflicts = 0
        self.errors: list[str] = []
        self._lock = threading.Lock()

    def note(self, what: str, seconds: float, status: int, answer: Any) -> None:
        with self._lock:
            self.seconds[what].append(seconds)
            if status == CONFLICT:
                self.conflicts += 1
            elif not http.client.OK <= status < http.client.MULTIPLE_CHOICES:
                self.errors.append(f"{what}: {status} {str(answer)[:200]}")

    @property
    def requests(self) -> int:
        return sum(map(len, self.seconds.values()))


class Program:
    """Asks the API under one token; a new connection when the old one was let go."""

    def __init__(self, *, token: str, port: int, record: Record) -> None:
        self._token, self._port, self._record = token, port, record
        self._connection: http.client.HTTPConnection | None = None

    def ask(self, what: str, method: str, path: str, body: Any = None) -> Any:
        """The answer, or None when it was refused."""
        began_at = time.perf_counter()
        status, answer = self._twice(method, path, body)
        self._record.note(what, time.perf_counter() - began_at, status, answer)
        return answer if status < http.client.MULTIPLE_CHOICES else None

    def _twice(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        try:
            return self._once(method, path, body)
        except http.client.RemoteDisconnected:  # an idle connection that the server has closed
            self._connection = None
            return self._once(method, path, body)

    def _once(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(HOST, self._port, timeout=60)
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        content = None if body is None else json.dumps(body)
        self._connection.request(method, f"/api/v1{path}", content, headers)
        answer = self._connection.getresponse()
        said = answer.read()
        return answer.status, json.loads(said) if said else None


class OfficeAgent(threading.Thread):
    """One of the office: until told to stop, and nobody waits any more."""

    def __init__(self, program: Program, *, chance: random.Random) -> None:
        super().__init__(daemon=True)
        self._ask, self._chance = program.ask, chance
        self.stopped_by = ""
        self._over = threading.Event()

    def stop(self) -> None:
        self._over.set()

    def run(self) -> None:
        try:
            self._work_on()
        except Exception as error:  # noqa: BLE001 - whatever stops an agent is the trial's finding
            self.stopped_by = repr(error)

    def _work_on(self) -> None:
        me = self._ask("who am I", "GET", "/me")
        self._ask("come to work", "PUT", "/me/presence", {"presence": "here"})
        colleagues = [one["id"] for one in self._ask("colleagues", "GET", "/agents")]
        self._colleagues = [one for one in colleagues if one != me["agent_id"]]
        while not self._over.is_set():
            if not self._work():
                self._look_around()
                time.sleep(IDLE_SECONDS)

    def _work(self) -> bool:
        item = self._ask("take next", "POST", "/line/take-next")
        if item is None:
            line = self._ask("the line", "GET", "/line")
            for one in line["in_hand"]:
                self._deal_with(one["case_id"])
            return bool(line["in_hand"])
        self._deal_with(item["case_id"])
        return True

    def _deal_with(self, case_id: int) -> None:
        case = self._ask("open a case", "GET", f"/cases/{case_id}")
        messages = self._ask("read it", "GET", f"/cases/{case_id}/messages")
        if case["customer"]:
            self._ask("see the customer", "GET", f"/customers/{case['customer']['id']}")
        seen = max(message["id"] for message in messages["items"])
        self._decide(case_id, seen)

    def _decide(self, case_id: int, seen: int) -> None:
        ways = (self._resolve, self._ask_back, self._snooze, self._hand_over)
        shares = (RESOLVED_AT_ONCE, ASKED_BACK, SNOOZED, HANDED_OVER)
        self._chance.choices(ways, shares)[0](case_id, seen)

    def _resolve(self, case_id: int, seen: int) -> None:
        if self._reply(case_id, seen):
            self._ask(
                "resolve",
                "POST",
                f"/cases/{case_id}/resolve",
                {"outcome": "solved", "last_seen": seen},
            )

    def _ask_back(self, case_id: int, seen: int) -> None:
        self._reply(case_id, seen)

    def _reply(self, case_id: int, seen: int) -> bool:
        text = f"Thank you for writing. It has left today.\n\nreply-{uuid4().hex}\n"
        asked = {"text": text, "last_seen": seen}
        return self._ask("reply", "POST", f"/cases/{case_id}/replies", asked) is not None

    def _snooze(self, case_id: int, seen: int) -> None:
        until = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 5))
        self._ask("snooze", "POST", f"/cases/{case_id}/snooze", {"until": until, "last_seen": seen})

    def _hand_over(self, case_id: int, seen: int) -> None:
        self._ask("note", "POST", f"/cases/{case_id}/notes", {"text": "Can you take this one?"})
        colleague = self._chance.choice(self._colleagues)
        self._ask("hand over", "POST", f"/cases/{case_id}/assign", {"agent_id": colleague})

    def _look_around(self) -> None:
        view = self._chance.choice(("waiting", "mine", "answered", "resolved"))
        self._ask("list cases", "GET", f"/cases?view={view}")
