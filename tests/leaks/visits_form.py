"""What a visit is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.leaks.house import House

Body = Callable[[House], Any]
API = "api/v1/"
AGENT, SUPERVISOR = "agent", "supervisor"
ADMINISTRATOR, NOBODY = "administrator", "nobody"


@dataclass(frozen=True)
class Visit:
    """`route` as the URLconf or the description has it.

    `who` is let in; and where `shows`, finds the client's canary in the answer.
    """

    method: str
    route: str
    body: Body = lambda _: None
    who: str = AGENT
    shows: bool = False
    refuses: int = 0
    """The status of a refusal that is the right answer to what is asked here."""
    also: str = ""
    """A query, or what an expression in the route stands for."""

    def __str__(self) -> str:
        return f"{self.method} {self.route or '(start)'}{self.also}"

    def address(self, house: House) -> str:
        if self.also and not self.also.startswith("?"):
            return f"/{self.also}"
        route = self.route
        for name, value in house.ids.items():
            for written in (f"<int:{name}>", f"<{name}>", f"{{{name}}}"):
                route = route.replace(written, str(value))
        assert not set("<{^") & set(route), f"{route}: nothing to put in"
        return f"/{route}{self.also}"

    @property
    def is_api(self) -> bool:
        return self.route.startswith(API) and "openapi" not in self.route
