from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from keskio.cases import operations as cases
from keskio.cases.models import Case, Message, State
from keskio.cases.operations import CaseIsMerged, CaseNotMerged
from keskio.cases.tests.make import make_case, receive
from keskio.channels.tests.make import hear_all
from keskio.clients.models import Inbox
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, writing
from keskio.routing.models import WorkItem
from keskio.staff.tests.make import make_agent

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOON + timedelta(hours=1)


def merge(case: Case, into: Case) -> None:
    with writing(SYSTEM):
        cases.merge_case(case_id=case.pk, into_id=into.pk, actor=SYSTEM_ACTOR, now=LATER)


def unmerge(case: Case) -> None:
    with writing(SYSTEM):
        cases.unmerge_case(case_id=case.pk, actor=SYSTEM_ACTOR, now=LATER)


def in_line() -> list[int]:
    hear_all(now=LATER)
    items = WorkItem.objects.filter(ended_at__isnull=True)
    return sorted(items.values_list("case", flat=True))


def at_once(*jobs: Callable[[], object]) -> list[Exception | None]:
    """What each raised."""

    def run(job: Callable[[], object]) -> Exception | None:
        try:
            job()
        except Exception as error:  # noqa: BLE001
            return error
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


class TestTheLine:
    def test_has_one_item_for_two_cases_that_are_one(self, inbox: Inbox) -> None:
        urgent, kept = make_case(inbox), make_case(inbox, now=LATER)
        assert in_line() == [urgent.pk, kept.pk]
        merge(urgent, kept)
        assert in_line() == [kept.pk]
        assert WorkItem.objects.get(ended_at__isnull=True).promised_at == urgent.promised_at
        unmerge(urgent)
        assert in_line() == [urgent.pk, kept.pk]

    def test_leaves_the_item_in_the_hand_of_who_had_the_other(self, inbox: Inbox) -> None:
        agent = make_agent(inbox.client, here_at=LATER)
        mine, free = make_case(inbox), make_case(inbox)
        with writing(SYSTEM):
            cases.assign_case(case_id=mine.pk, agent_id=agent.pk, actor=agent.actor, now=NOON)
        in_line()
        merge(mine, free)
        in_line()
        assert WorkItem.objects.get(ended_at__isnull=True).agent_id == agent.pk

    def test_follows_a_split(self, inbox: Inbox) -> None:
        asked = receive(inbox)
        with writing(SYSTEM):
            cases.write_reply(case_id=asked.case.pk, text="Yes.", actor=SYSTEM_ACTOR, now=NOON)
        also = receive(inbox, references=(asked.message.message_id,))
        assert in_line() == [asked.case.pk]
        with writing(SYSTEM):
            made = cases.split_message(message_id=also.message.pk, actor=SYSTEM_ACTOR, now=NOON)
        assert in_line() == [made.pk]

    def test_knows_no_spam(self, inbox: Inbox) -> None:
        case = make_case(inbox)
        in_line()
        with writing(SYSTEM):
            cases.mark_spam(case_id=case.pk, actor=SYSTEM_ACTOR, now=NOON)
        assert in_line() == []
        with writing(SYSTEM):
            cases.unmark_spam(case_id=case.pk, actor=SYSTEM_ACTOR, now=NOON)
        assert in_line() == [case.pk]


class TestAtTheSameMoment:
    ROUNDS = 6

    def test_two_who_merge_two_cases_either_way_merge_them_once(self, inbox: Inbox) -> None:
        for _ in range(self.ROUNDS):
            one, other = make_case(inbox), make_case(inbox)
            refused = at_once(lambda: merge(one, other), lambda: merge(other, one))  # noqa: B023
            assert sorted(map(repr, refused))[1] == "None"
            assert [type(error) for error in refused if error] == [CaseIsMerged]
            kept = Case.objects.get(pk__in=[one.pk, other.pk], state=State.OPEN)
            assert kept.messages.count() == 2

    def test_two_who_undo_a_merge_undo_it_once(self, inbox: Inbox) -> None:
        for _ in range(self.ROUNDS):
            stub, kept = make_case(inbox), make_case(inbox)
            merge(stub, kept)
            refused = at_once(lambda: unmerge(stub), lambda: unmerge(stub))  # noqa: B023
            assert [type(error) for error in refused if error] == [CaseNotMerged]

    def test_a_mail_that_comes_for_a_case_being_merged_is_told_in_the_other(
        self, inbox: Inbox
    ) -> None:
        for number in range(self.ROUNDS):
            asked, other = receive(inbox), make_case(inbox)
            pair = (asked.case, other) if number % 2 else (other, asked.case)
            names = {"references": (asked.message.message_id,)}
            errors = at_once(
                lambda: merge(*pair),  # noqa: B023
                lambda: receive(inbox, now=LATER, **names),  # noqa: B023
                lambda: receive(inbox, now=LATER, case_id=asked.case.pk),  # noqa: B023
            )
            assert errors == [None, None, None]
            stub, kept = pair
            assert Message.objects.filter(case=stub).count() == 0
            assert Message.objects.filter(case=kept).count() == 4
        assert len(in_line()) == self.ROUNDS
