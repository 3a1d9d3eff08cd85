"""Whatever people do to cases, in whatever order: no message is lost, and nobody is forgotten."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from keskio.kit.scopes import SYSTEM, reading
from tests.moving.machine import AnyOrder

pytestmark = pytest.mark.django_db
QUICK, LONG = 10, 150


def run(examples: int, steps: int) -> None:
    """In one transaction, as who sees every client; each example has a client of its own."""
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    with reading(SYSTEM):
        run_state_machine_as_test(AnyOrder, settings=chosen)  # type: ignore[no-untyped-call]


class TestAnyOrder:
    def test_keeps_messages_line_and_journal_right(self) -> None:
        run(QUICK, steps=25)

    @pytest.mark.soak
    def test_keeps_them_right_for_long(self) -> None:
        run(LONG, steps=40)
