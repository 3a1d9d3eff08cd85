"""A program with a token, calling the API as over HTTP."""

import json
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.test import Client as Browser
from django.utils import timezone

from keskio.config.subscriptions import SUBSCRIBERS
from keskio.journal.catching_up import catch_up

ROOT = "/api/v1"


@dataclass
class Answer:
    response: Any

    @property
    def status(self) -> int:
        return int(self.response.status_code)

    @property
    def body(self) -> Any:
        return json.loads(self.response.content)

    @property
    def problem(self) -> str:
        """Its name; what is no problem fails."""
        assert self.response["Content-Type"] == "application/problem+json", self.response.content
        assert self.body["status"] == self.status
        assert self.body["title"]
        return str(self.body["type"]).removeprefix("urn:keskio:problem:")


@dataclass
class Caller:
    key: str = ""
    browser: Browser = field(default_factory=partial(Browser, raise_request_exception=False))

    def call(self, method: str, address: str, body: Any = None, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.key:
            named["Authorization"] = f"Bearer {self.key}"
        content_type = named.pop("Content-Type", "application/json")
        data = body if isinstance(body, bytes) else json.dumps(body) if body is not None else ""
        return Answer(
            self.browser.generic(method, ROOT + address, data, content_type, headers=named)
        )

    def get(self, address: str, **headers: str) -> Answer:
        return self.call("GET", address, **headers)

    def post(self, address: str, body: Any = None, **headers: str) -> Answer:
        return self.call("POST", address, body, **headers)

    def put(self, address: str, body: Any = None) -> Answer:
        return self.call("PUT", address, body)

    def patch(self, address: str, body: Any = None) -> Answer:
        return self.call("PATCH", address, body)

    def delete(self, address: str) -> Answer:
        return self.call("DELETE", address)


def hear_everything() -> None:
    catch_up(subscribers=SUBSCRIBERS, now=timezone.now())
