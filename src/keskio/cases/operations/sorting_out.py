"""Whose case it is, and whether it is anybody's."""

from datetime import datetime

from keskio.cases.events import CaseCustomerChanged, CaseMarkedSpam, CaseUnmarkedSpam
from keskio.cases.models import Case, Outcome, State
from keskio.cases.operations.locking import lock_case
from keskio.cases.operations.telling import said_in
from keskio.cases.turns import unanswered
from keskio.cases.waiting import WAITING_FIELDS, rest, snooze_key, wait_since
from keskio.clients import queries as clients
from keskio.customers import operations as customers
from keskio.customers import queries as customer_queries
from keskio.journal.actors import Actor
from keskio.journal.operations import cancel_timer, record


class CaseNotSpam(Exception):
    """It was not marked as spam."""


def mark_spam(*, case_id: int, actor: Actor, now: datetime) -> Case:
    """Out of the lists and the line; nothing is deleted. Again changes nothing.

    Raises CaseIsMerged, Case.DoesNotExist.
    """
    case = lock_case(case_id)
    if case.state == State.SPAM:
        return case
    rest(case, State.SPAM)
    case.resolved_at, case.outcome = now, Outcome.SPAM
    case.save(update_fields=WAITING_FIELDS)
    cancel_timer(key=snooze_key(case))
    event = CaseMarkedSpam(case_id=case.pk)
    record(event, client_id=case.client_id, actor=actor, at=now)
    return case


def unmark_spam(*, case_id: int, actor: Actor, now: datetime) -> Case:
    """It waits for us, by what was promised when the customer wrote.

    Raises CaseNotSpam, CaseIsMerged, Case.DoesNotExist.
    """
    case = lock_case(case_id)
    if case.state != State.SPAM:
        raise CaseNotSpam
    written = unanswered(said_in(case))
    since = written[0].created_at if written else now
    promised_at = clients.promise_of(clients.inbox(case.inbox_id), now=since)
    wait_since(case, since, promised_at=promised_at)
    case.save(update_fields=WAITING_FIELDS)
    event = CaseUnmarkedSpam(case_id=case.pk)
    record(event, client_id=case.client_id, actor=actor, at=now)
    return case


def change_customer(
    *,
    case_id: int,
    customer_id: int,
    identity_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> Case:
    """The case is about another customer of the client, who gets the identity too if one is named.

    Raises DifferentClient, CaseIsMerged, Case.DoesNotExist, Customer.DoesNotExist,
    Identity.DoesNotExist.
    """
    case = lock_case(case_id)
    if customer_queries.client_of(customer_id) != case.client_id:
        raise customers.DifferentClient
    if identity_id is not None:
        customers.move_identity(
            identity_id=identity_id, customer_id=customer_id, actor=actor, now=now
        )
    before_id = case.customer_id
    if before_id == customer_id:
        return case
    case.customer_id = customer_id
    case.save(update_fields=["customer"])
    event = CaseCustomerChanged(case_id=case.pk, customer_id=customer_id, before_id=before_id)
    record(event, client_id=case.client_id, actor=actor, at=now)
    return case
