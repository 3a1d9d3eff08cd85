"""Whatever people do to cases, in whatever order: no message is lost, and nobody is forgotten."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.moving.machine import AnyOrder

pytestmark = pytest.mark.django_db
QUICK, LONG = 10, 300


def run(examples: int, steps: int) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        AnyOrder,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


class TestAnyOrder:
    def test_keeps_messages_line_and_journal_right(self, shown: None) -> None:
        run(QUICK, steps=25)

    @pytest.mark.soak
    def test_keeps_them_right_for_long(self, shown: None) -> None:
        run(LONG, steps=60)
