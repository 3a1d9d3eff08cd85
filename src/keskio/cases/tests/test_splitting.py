from datetime import timedelta
from typing import Any

import pytest

from keskio.cases import operations, queries
from keskio.cases.models import Case, Message, Outcome, State
from keskio.cases.operations import (
    CaseIsSpam,
    CaseNotSpam,
    DifferentClients,
    NothingWouldRemain,
    NotLinked,
)
from keskio.cases.tests.make import make_case, receive
from keskio.cases.tests.test_merging import HOUR, LI, answer, resolve, texts
from keskio.clients.models import Inbox
from keskio.clients.tests.make import make_inbox
from keskio.customers import operations as customers
from keskio.customers import queries as customer_queries
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, writing
from keskio.staff.queries import viewer_of
from keskio.staff.tests.make import make_agent

pytestmark = pytest.mark.django_db(transaction=True)


def split(message: Message, *, and_following: bool = False) -> Case:
    with writing(SYSTEM):
        return operations.split_message(
            message_id=message.pk, and_following=and_following, actor=SYSTEM_ACTOR, now=NOON + HOUR
        )


def move(message: Message, to: Case) -> None:
    with writing(SYSTEM):
        operations.move_message(
            message_id=message.pk, to_id=to.pk, actor=SYSTEM_ACTOR, now=NOON + HOUR
        )
    to.refresh_from_db()


def follow(inbox: Inbox, message: Message, text: str) -> Message:
    return receive(inbox, references=(message.message_id,), text=text).message


def linked(case: Case, inbox: Inbox) -> list[int]:
    viewer = viewer_of(make_agent(inbox.client))
    return [other.pk for other in queries.linked_cases(case, viewer=viewer)]


class TestSplitMessage:
    def test_makes_a_case_that_waits_by_the_same_promise(self, inbox: Inbox) -> None:
        asked = receive(inbox, text="One")
        also = follow(inbox, asked.message, "And another thing")
        case = split(also)
        asked.case.refresh_from_db()
        assert (texts(case), texts(asked.case)) == (["And another thing"], ["One"])
        assert (case.state, asked.case.state) == (State.OPEN, State.OPEN)
        assert case.promised_at == asked.case.promised_at
        assert (case.customer_id, case.subject) == (asked.case.customer_id, also.subject)
        assert linked(case, inbox) == [asked.case.pk]

    def test_lets_the_old_case_wait_for_the_customer_if_all_else_is_answered(
        self, inbox: Inbox
    ) -> None:
        asked = receive(inbox)
        answer(asked.case)
        case = split(follow(inbox, asked.message, "New matter"))
        asked.case.refresh_from_db()
        assert (case.state, asked.case.state) == (State.OPEN, State.WAITING)

    def test_takes_what_follows_along(self, inbox: Inbox) -> None:
        asked = receive(inbox, text="One")
        second = follow(inbox, asked.message, "Two")
        follow(inbox, asked.message, "Three")
        assert texts(split(second, and_following=True)) == ["Two", "Three"]

    def test_does_not_wait_for_what_was_answered(self, inbox: Inbox) -> None:
        asked = receive(inbox)
        answer(asked.case)
        assert split(asked.message).state == State.WAITING

    def test_of_a_resolved_case_is_resolved_too(self, inbox: Inbox) -> None:
        asked = receive(inbox)
        also = follow(inbox, asked.message, "Two")
        resolve(asked.case)
        case = split(also)
        assert (case.state, case.outcome) == (State.RESOLVED, Outcome.SOLVED)

    def test_is_about_whoever_wrote_it(self, inbox: Inbox) -> None:
        asked = receive(inbox, cc=(("Li", LI),))
        hers = receive(inbox, author=LI, author_name="Li", references=(asked.message.message_id,))
        case = split(hers.message)
        assert case.customer is not None
        assert case.customer.name == "Li"
        assert case.participants == [LI]

    def test_can_be_answered_where_only_we_have_spoken(self, inbox: Inbox) -> None:
        case = split(answer(make_case(inbox)))
        assert [address for _, address in answer(case).to] == ["mikko@customer.example"]

    def test_leaves_no_case_empty(self, inbox: Inbox) -> None:
        with pytest.raises(NothingWouldRemain):
            split(receive(inbox).message)


class TestMoveMessage:
    def test_wakes_the_other_case_for_what_was_not_answered(self, inbox: Inbox) -> None:
        asked, other = receive(inbox), make_case(inbox, author=LI, text="Hers")
        resolve(other)
        move(follow(inbox, asked.message, "Wrong thread"), other)
        assert texts(other) == ["Hers", "Wrong thread"]
        assert (other.state, other.waiting_since) == (State.OPEN, NOON)
        assert other.participants == [LI, "mikko@customer.example"]

    def test_of_a_case_that_was_answered_wakes_nobody(self, inbox: Inbox) -> None:
        asked, other = receive(inbox), make_case(inbox)
        answer(asked.case)
        resolve(other)
        move(asked.message, other)
        assert other.state == State.RESOLVED

    def test_refuses_another_clients_case_and_spam(self, inbox: Inbox) -> None:
        asked, junk = receive(inbox), make_case(inbox)
        also = follow(inbox, asked.message, "Two")
        with writing(SYSTEM):
            operations.mark_spam(case_id=junk.pk, actor=SYSTEM_ACTOR, now=NOON)
        with pytest.raises(CaseIsSpam):
            move(also, junk)
        with pytest.raises(DifferentClients):
            move(also, make_case(make_inbox()))


class TestLinks:
    def test_are_seen_from_both_sides_until_they_are_cut(self, inbox: Inbox) -> None:
        one, other = make_case(inbox), make_case(inbox)
        both: dict[str, Any] = {
            "case_id": other.pk,
            "other_id": one.pk,
            "actor": SYSTEM_ACTOR,
            "now": NOON,
        }
        with writing(SYSTEM):
            operations.link_cases(**both)
            operations.link_cases(**both)
        assert (linked(one, inbox), linked(other, inbox)) == ([other.pk], [one.pk])
        with writing(SYSTEM):
            operations.unlink_cases(**both)
        assert linked(one, inbox) == []
        with writing(SYSTEM), pytest.raises(NotLinked):
            operations.unlink_cases(**both)

    def test_of_a_stub_are_shown_where_it_leads(self, inbox: Inbox) -> None:
        stub, kept, other = (make_case(inbox) for _ in range(3))
        with writing(SYSTEM):
            operations.link_cases(case_id=stub.pk, other_id=other.pk, actor=SYSTEM_ACTOR, now=NOON)
            operations.link_cases(case_id=stub.pk, other_id=kept.pk, actor=SYSTEM_ACTOR, now=NOON)
            operations.merge_case(case_id=stub.pk, into_id=kept.pk, actor=SYSTEM_ACTOR, now=NOON)
        assert linked(kept, inbox) == [other.pk]


class TestChangeCustomer:
    def test_gives_the_case_and_the_address_to_another(self, inbox: Inbox) -> None:
        asked = receive(inbox, author="shared@customer.example")
        assert asked.case.customer is not None
        identity = asked.case.customer.identities.get()
        with writing(SYSTEM):
            anna = customers.add_customer(
                client_id=inbox.client_id, name="Anna", actor=SYSTEM_ACTOR, now=NOON
            )
            case = operations.change_customer(
                case_id=asked.case.pk,
                customer_id=anna.pk,
                identity_id=identity.pk,
                actor=SYSTEM_ACTOR,
                now=NOON,
            )
        assert case.customer_id == anna.pk
        assert make_case(inbox, author="shared@customer.example").customer_id == anna.pk

    def test_refuses_a_customer_of_another_client(self, inbox: Inbox) -> None:
        case, foreign = make_case(inbox), make_case(make_inbox())
        assert foreign.customer_id is not None
        with writing(SYSTEM), pytest.raises(customers.DifferentClient):
            operations.change_customer(
                case_id=case.pk, customer_id=foreign.customer_id, actor=SYSTEM_ACTOR, now=NOON
            )


class TestSpam:
    def test_ends_the_case_until_it_is_none(self, inbox: Inbox) -> None:
        case = make_case(inbox)
        promised_at = case.promised_at
        with writing(SYSTEM):
            spam = operations.mark_spam(case_id=case.pk, actor=SYSTEM_ACTOR, now=NOON)
        assert (spam.state, spam.outcome, spam.promised_at) == (State.SPAM, Outcome.SPAM, None)
        with writing(SYSTEM):
            ham = operations.unmark_spam(case_id=case.pk, actor=SYSTEM_ACTOR, now=NOON + HOUR)
        assert (ham.state, ham.outcome, ham.promised_at) == (State.OPEN, "", promised_at)
        with writing(SYSTEM), pytest.raises(CaseNotSpam):
            operations.unmark_spam(case_id=case.pk, actor=SYSTEM_ACTOR, now=NOON)

    def test_is_what_a_case_resolved_as_spam_is(self, inbox: Inbox) -> None:
        case = make_case(inbox)
        with writing(SYSTEM):
            ended = operations.resolve_case(
                case_id=case.pk, reason_id=None, outcome=Outcome.SPAM, actor=SYSTEM_ACTOR, now=NOON
            )
        assert ended.state == State.SPAM

    def test_is_no_answer_to_somebody_who_writes_again(self, inbox: Inbox) -> None:
        asked = receive(inbox)
        with writing(SYSTEM):
            operations.mark_spam(case_id=asked.case.pk, actor=SYSTEM_ACTOR, now=NOON)
        again = receive(inbox, references=(asked.message.message_id,), now=NOON + timedelta(days=1))
        assert (again.case.pk, again.case.state) == (asked.case.pk, State.OPEN)


class TestBlockSender:
    @pytest.mark.parametrize(
        ("value", "sender", "is_blocked"),
        [
            ("Eve@spam.example", "eve@spam.example", True),
            ("eve@spam.example", "adam@spam.example", False),
            ("spam.example", "anyone@spam.example", True),
            ("@spam.example", "anyone@mail.spam.example", True),
            ("spam.example", "anyone@notspam.example", False),
        ],
    )
    def test_concerns_an_address_or_all_of_a_domain(
        self, inbox: Inbox, value: str, sender: str, is_blocked: bool
    ) -> None:
        with writing(SYSTEM):
            customers.block_sender(
                client_id=inbox.client_id, value=value, actor=SYSTEM_ACTOR, now=NOON
            )
        blocked = customer_queries.blocked_among([sender], client_id=inbox.client_id)
        assert blocked == ({sender} if is_blocked else set())
        other = make_inbox().client_id
        assert customer_queries.blocked_among([sender], client_id=other) == set()

    @pytest.mark.parametrize("value", ["gmail.com", "com", "nobody", "a b@c.example", "", "@"])
    def test_refuses_what_would_shut_out_strangers(self, inbox: Inbox, value: str) -> None:
        with writing(SYSTEM), pytest.raises(customers.CannotBlock):
            customers.block_sender(
                client_id=inbox.client_id, value=value, actor=SYSTEM_ACTOR, now=NOON
            )

    def test_refuses_ourselves(self, inbox: Inbox) -> None:
        for value in (inbox.address, inbox.address.rpartition("@")[2]):
            with writing(SYSTEM), pytest.raises(customers.CannotBlock):
                customers.block_sender(
                    client_id=inbox.client_id, value=value, actor=SYSTEM_ACTOR, now=NOON
                )
