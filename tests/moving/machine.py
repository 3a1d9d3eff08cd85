"""Agents and customers at work on a handful of cases, in any order that comes to mind.

Beside the product runs a model that is too simple to be wrong: a message has a home, a case may
lead to another, and a message is told where its home leads.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from keskio.cases import operations, queries
from keskio.cases.models import Case, Message, Outcome
from keskio.cases.operations import (
    CaseIsMerged,
    CaseIsResolved,
    CaseIsSpam,
    CaseNotMerged,
    CaseNotResolved,
    CaseNotSpam,
    NothingWouldRemain,
    SameCase,
)
from keskio.cases.tests.make import receive
from keskio.channels.tests.make import hear_all
from keskio.clients.models import Inbox
from keskio.clients.tests.make import make_inbox
from keskio.journal.models import Entry, Parked
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, writing
from keskio.routing.models import WorkItem
from keskio.staff import queries as staff
from keskio.staff.models import Agent
from keskio.staff.tests.make import make_agent
from tests.moving.replaying import Told

REFUSALS = (
    CaseIsMerged,
    CaseIsResolved,
    CaseIsSpam,
    CaseNotMerged,
    CaseNotResolved,
    CaseNotSpam,
    NothingWouldRemain,
    SameCase,
)
MAX_CASES = 8
WRITERS = ("mikko@customer.example", "li@customer.example")
which = st.integers(min_value=0, max_value=10**6)


class AnyOrder(RuleBasedStateMachine):
    inbox: Inbox
    agent: Agent
    now: datetime

    @initialize()
    def open_the_doors(self) -> None:
        self.now = NOON
        self.inbox = make_inbox()
        self.agent = make_agent(self.inbox.client, here_at=NOON)
        self.homes: dict[int, int] = {}
        self.leads: dict[int, int] = {}
        self.said: dict[int, str] = {}
        self.cases: list[int] = []
        for number in range(3):
            self.customer_writes(number, reference=None)

    def leads_to(self, case_id: int) -> int:
        return self.leads_to(self.leads[case_id]) if case_id in self.leads else case_id

    def a_case(self, number: int) -> int:
        return self.cases[number % len(self.cases)]

    def a_message(self, number: int) -> int:
        messages = sorted(self.homes)
        return messages[number % len(messages)]

    def do(self, operation: Callable[..., object], **asked: object) -> object:
        """What came of it; None when it was refused, which must change nothing."""
        self.now += timedelta(minutes=7)
        try:
            with writing(SYSTEM):
                return operation(**asked, actor=self.agent.actor, now=self.now)
        except REFUSALS:
            return None

    @precondition(lambda self: len(self.cases) < MAX_CASES)
    @rule(number=which)
    def somebody_new_writes(self, number: int) -> None:
        self.customer_writes(number, reference=None)

    @rule(number=which, answered=which)
    def somebody_answers(self, number: int, answered: int) -> None:
        self.customer_writes(number, reference=self.a_message(answered))

    @rule(number=which, case=which)
    def somebody_writes_to_a_case_address(self, number: int, case: int) -> None:
        self.customer_writes(number, reference=None, case_id=self.a_case(case))

    def customer_writes(
        self, number: int, *, reference: int | None, case_id: int | None = None
    ) -> None:
        self.now += timedelta(minutes=7)
        known = Message.objects.filter(pk=reference).values_list("message_id", flat=True)
        received = receive(
            self.inbox,
            now=self.now,
            author=WRITERS[number % len(WRITERS)],
            references=tuple(known) if reference else (),
            case_id=case_id,
            text=self.something_new(),
        )
        self.learn_of(received.message)
        if received.is_new_case:
            self.cases.append(received.case.pk)

    @rule(case=which)
    def we_answer(self, case: int) -> None:
        written = self.do(
            operations.write_reply,
            case_id=self.a_case(case),
            text=self.something_new(),
            agent_id=self.agent.pk,
        )
        if isinstance(written, Message):
            self.learn_of(written)

    @rule(case=which)
    def we_note(self, case: int) -> None:
        written = self.do(
            operations.write_note, case_id=self.a_case(case), text=self.something_new()
        )
        if isinstance(written, Message):
            self.learn_of(written)

    def something_new(self) -> str:
        """What no message has said."""
        return f"chain no{len(self.homes)}x"

    def learn_of(self, written: Message) -> None:
        self.homes[written.pk] = written.case_id
        self.said[written.pk] = written.text

    @rule(case=which, into=which)
    def we_merge(self, case: int, into: int) -> None:
        stub, other = self.a_case(case), self.a_case(into)
        if self.do(operations.merge_case, case_id=stub, into_id=other):
            self.leads[stub] = other

    @rule(case=which)
    def we_unmerge(self, case: int) -> None:
        stub = self.a_case(case)
        if self.do(operations.unmerge_case, case_id=stub):
            del self.leads[stub]

    @precondition(lambda self: len(self.cases) < MAX_CASES)
    @rule(message=which, and_following=st.booleans())
    def we_split(self, message: int, and_following: bool) -> None:
        message_id = self.a_message(message)
        told_in = self.leads_to(self.homes[message_id])
        case = self.do(operations.split_message, message_id=message_id, and_following=and_following)
        if isinstance(case, Case):
            self.cases.append(case.pk)
            for one, home in self.homes.items():
                follows = and_following and one > message_id and self.leads_to(home) == told_in
                if one == message_id or follows:
                    self.homes[one] = case.pk

    @rule(message=which, to=which)
    def we_move(self, message: int, to: int) -> None:
        message_id, case_id = self.a_message(message), self.a_case(to)
        if self.do(operations.move_message, message_id=message_id, to_id=case_id):
            self.homes[message_id] = case_id

    @rule(case=which, minutes=st.integers(min_value=1, max_value=60))
    def we_snooze(self, case: int, minutes: int) -> None:
        until = self.now + timedelta(minutes=7 + minutes)
        self.do(operations.snooze_case, case_id=self.a_case(case), until=until)

    @rule(case=which)
    def we_resolve(self, case: int) -> None:
        asked = {"case_id": self.a_case(case), "reason_id": None, "outcome": Outcome.SOLVED}
        self.do(operations.resolve_case, **asked)

    @rule(case=which)
    def we_reopen(self, case: int) -> None:
        self.do(operations.reopen_case, case_id=self.a_case(case))

    @rule(case=which, mine=st.booleans())
    def we_assign(self, case: int, mine: bool) -> None:
        agent_id = self.agent.pk if mine else None
        self.do(operations.assign_case, case_id=self.a_case(case), agent_id=agent_id)

    @rule(case=which)
    def we_mark_spam(self, case: int) -> None:
        self.do(operations.mark_spam, case_id=self.a_case(case))

    @rule(case=which)
    def we_unmark_spam(self, case: int) -> None:
        self.do(operations.unmark_spam, case_id=self.a_case(case))

    @rule(minutes=st.integers(min_value=0, max_value=90))
    def time_passes_and_everybody_hears(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        hear_all(now=self.now)
        assert not Parked.objects.exists(), "a reaction failed"
        self.learn_of_acknowledgements()
        self.check_the_line()
        self.check_the_search()

    def learn_of_acknowledgements(self) -> None:
        written = Message.objects.filter(client=self.inbox.client, kind="acknowledgement")
        for message in written.exclude(pk__in=self.homes):
            self.homes[message.pk] = message.case_id

    def check_the_line(self) -> None:
        items = WorkItem.objects.filter(client=self.inbox.client, ended_at__isnull=True)
        waiting = Case.objects.filter(client=self.inbox.client, state="open")
        assert sorted(items.values_list("case", flat=True)) == sorted(
            waiting.values_list("pk", flat=True)
        )

    def check_the_search(self) -> None:
        viewer = staff.viewer_of(self.agent)
        for message_id, words in self.said.items():
            text = words.rpartition(" ")[2]
            hits = queries.search(viewer=viewer, text=text, now=self.now).hits
            assert [hit.case.pk for hit in hits] == [self.leads_to(self.homes[message_id])]

    @invariant()
    def every_message_is_told_where_its_home_leads(self) -> None:
        messages = Message.objects.filter(client=self.inbox.client)
        told = dict(messages.values_list("pk", "case"))
        assert told == {one: self.leads_to(home) for one, home in self.homes.items()}
        stubs = {pk for pk in self.cases if pk in self.leads}
        assert set(told.values()) == set(self.cases) - stubs

    @invariant()
    def journal_and_tables_agree(self) -> None:
        entries = Entry.objects.filter(client_id=self.inbox.client_id).order_by("id")
        told = Told().hear(entries)
        cases = Case.objects.filter(client=self.inbox.client)
        assert told.states == dict(cases.values_list("pk", "state"))
        assert told.assignees == dict(cases.values_list("pk", "assignee"))
        messages = Message.objects.filter(client=self.inbox.client)
        assert told.cases == dict(messages.values_list("pk", "case"))

    @invariant()
    def what_waits_has_a_promise(self) -> None:
        for case in Case.objects.filter(client=self.inbox.client, state="open"):
            assert case.waiting_since is not None
            assert case.promised_at is not None

    def teardown(self) -> None:
        if hasattr(self, "inbox"):
            self.time_passes_and_everybody_hears(0)
            self.journal_and_tables_agree()
