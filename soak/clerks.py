"""Agents as a program is one: through the API, asking again until they are answered."""

import http.client
import json
import threading
import time
from typing import Any
from uuid import uuid4

from soak.serving import HOST

IDLE_SECONDS = 0.05
AGAIN_SECONDS = 0.1


class Clerk(threading.Thread):
    """Takes the next case and replies to it, under a key of its own for each reply."""

    def __init__(self, *, token: str, port: int) -> None:
        super().__init__(daemon=True)
        self.written: dict[str, int] = {}
        """By the mark in the text: the message that the API said it had written."""
        self.asked_again = 0
        self.refused: list[str] = []
        self._token, self._port = token, port
        self._over = threading.Event()

    def stop(self) -> None:
        self._over.set()

    def run(self) -> None:
        self._ask("PUT", "/me/presence", {"presence": "here"})
        while not self._over.is_set():
            cases = self._work()
            for case_id in cases:
                self._reply(case_id)
            if not cases:
                time.sleep(IDLE_SECONDS)

    def _work(self) -> list[int]:
        """What comes next, else what is in hand: customers who wrote again, answers lost."""
        status, item = self._ask("POST", "/line/take-next")
        if status == http.HTTPStatus.OK:
            return [item["case_id"]]
        _, line = self._ask("GET", "/line")
        return [item["case_id"] for item in line["in_hand"]]

    def _reply(self, case_id: int) -> None:
        mark = f"reply-{uuid4().hex}"
        text = f"It has left.\n\n{mark}\n"
        status, message = self._ask("POST", f"/cases/{case_id}/replies", {"text": text}, mark)
        if status == http.HTTPStatus.CREATED:
            self.written[mark] = message["id"]
        else:
            self.refused.append(f"{status} {message}")

    def _ask(self, method: str, path: str, body: Any = None, key: str = "") -> tuple[int, Any]:
        """Asked until answered; a reply keeps its key."""
        while True:
            try:
                status, answer = self._once(method, path, body, key)
            except (OSError, http.client.HTTPException):
                status, answer = 0, None
            if 0 < status < http.HTTPStatus.INTERNAL_SERVER_ERROR:
                return status, answer
            self.asked_again += 1
            time.sleep(AGAIN_SECONDS)

    def _once(self, method: str, path: str, body: Any, key: str) -> tuple[int, Any]:
        connection = http.client.HTTPConnection(HOST, self._port, timeout=20)
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        headers |= {"Idempotency-Key": key} if key else {}
        try:
            connection.request(method, f"/api/v1{path}", json.dumps(body), headers)
            answer = connection.getresponse()
            content = answer.read()
            return answer.status, json.loads(content) if content else None
        finally:
            connection.close()
