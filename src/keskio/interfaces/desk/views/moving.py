"""Where a story is told and whose it is: merge, split, move, link, another customer, spam."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keskio.cases import operations
from keskio.cases import queries as cases
from keskio.cases.models import Case
from keskio.customers import operations as customer_operations
from keskio.customers import queries as customers
from keskio.interfaces.desk.access import DeskRequest, for_agents
from keskio.interfaces.desk.moved import sender_of, undoable
from keskio.interfaces.desk.words import REFUSED, refusal_in_words
from keskio.kit.scopes import reading, writing

T = TypeVar("T")
MAX_ID = 2**63 - 1
CHOICES = 8


@for_agents
@require_safe
def other_cases(request: DeskRequest, case_id: int) -> HttpResponse:
    """Some to choose from, by `q`: a part of the dialogs."""
    viewer, words = request.viewer, _words(request)
    with reading(viewer.scope):
        case = cases.case(case_id, viewer=viewer)
        found = cases.cases_to_choose(
            viewer=viewer,
            client_id=case.client_id,
            but=case_id,
            words=words,
            customer_id=case.customer_id,
        )
    return render(request, "desk/case/found_cases.html", {"found": found})


@for_agents
@require_safe
def other_customers(request: DeskRequest, case_id: int) -> HttpResponse:
    """As other_cases; only the client's own, and none before something is asked for."""
    viewer, words = request.viewer, _words(request)
    with reading(viewer.scope):
        case = cases.case(case_id, viewer=viewer)
        known = customers.customers(viewer=viewer, words=words).filter(client=case.client_id)
        found = list(known.exclude(pk=case.customer_id or 0)[:CHOICES]) if words else []
    return render(request, "desk/case/found_customers.html", {"found": found, "words": words})


@for_agents
@require_POST
def merge(request: DeskRequest, case_id: int) -> HttpResponse:
    """Into `other`; the page goes on there."""
    other_id = _chosen(request)
    if other_id is None:
        return _ask_again(request, case_id)

    def do() -> Case:
        cases.case(other_id, viewer=request.viewer)
        return operations.merge_case(
            case_id=case_id, into_id=other_id, actor=request.viewer.actor, now=request.now
        )

    if not _done(request, case_id, do):
        return redirect("case", case_id)
    done = _("#%(merged)d is told here now.") % {"merged": case_id}
    messages.success(request, undoable(done, reverse("unmerge", args=[case_id])))
    return redirect("case", other_id)


@for_agents
@require_POST
def unmerge(request: DeskRequest, case_id: int) -> HttpResponse:
    def do() -> Case:
        return operations.unmerge_case(case_id=case_id, actor=request.viewer.actor, now=request.now)

    if _done(request, case_id, do):
        messages.success(request, _("A case of its own again."))
    return redirect("case", case_id)


@for_agents
@require_POST
def split(request: DeskRequest, message_id: int) -> HttpResponse:
    """`following` takes along what was said after it."""
    source_id = _case_of(request, message_id)

    def do() -> Case:
        return operations.split_message(
            message_id=message_id,
            and_following="following" in request.POST,
            actor=request.viewer.actor,
            now=request.now,
        )

    made = _done(request, source_id, do)
    if made is None:
        return redirect("case", source_id)
    back = reverse("merge", args=[made.pk])
    messages.success(request, undoable(_("A new case."), back, name="other", value=source_id))
    return redirect("case", made.pk)


@for_agents
@require_POST
def move(request: DeskRequest, message_id: int) -> HttpResponse:
    source_id, other_id = _case_of(request, message_id), _chosen(request)
    if other_id is None:
        return _ask_again(request, source_id)

    def do() -> Case:
        cases.case(other_id, viewer=request.viewer)
        return operations.move_message(
            message_id=message_id, to_id=other_id, actor=request.viewer.actor, now=request.now
        )

    if _done(request, source_id, do) is None:
        return redirect("case", source_id)
    back = reverse("move_message", args=[message_id])
    messages.success(request, undoable(_("Moved here."), back, name="other", value=source_id))
    return redirect("case", other_id)


@for_agents
@require_POST
def link(request: DeskRequest, case_id: int) -> HttpResponse:
    return _tie(request, case_id, operations.link_cases, _("Linked."), "unlink")


@for_agents
@require_POST
def unlink(request: DeskRequest, case_id: int) -> HttpResponse:
    return _tie(request, case_id, operations.unlink_cases, _("No longer linked."), "link")


@for_agents
@require_POST
def change_customer(request: DeskRequest, case_id: int) -> HttpResponse:
    """`customer` is an id, or `new` for somebody by the `name`; `identity` goes along."""
    asked, name = request.POST.get("customer", ""), request.POST.get("name", "").strip()
    customer_id = _number(asked)
    if customer_id is None and not (asked == "new" and name):
        messages.warning(request, _("Choose a customer, or write a new one's name."))
        return redirect("case", case_id)

    def do() -> Case:
        return operations.change_customer(
            case_id=case_id,
            customer_id=_seen_or_new(request, case_id, customer_id, name),
            identity_id=_seen_identity(request),
            actor=request.viewer.actor,
            now=request.now,
        )

    if _done(request, case_id, do):
        messages.success(request, _("The case has another customer now."))
    return redirect("case", case_id)


@for_agents
@require_POST
def mark_spam(request: DeskRequest, case_id: int) -> HttpResponse:
    """`block` is `address` or `domain` for shutting the sender out, too."""

    def do() -> int:
        blocked_id = _block(request, case_id)
        operations.mark_spam(case_id=case_id, actor=request.viewer.actor, now=request.now)
        return blocked_id

    blocked_id = _done(request, case_id, do)
    if blocked_id is not None:
        done = _("Spam, and the sender is blocked.") if blocked_id else _("Spam.")
        back = reverse("not_spam", args=[case_id])
        messages.success(request, undoable(done, back, name="unblock", value=blocked_id))
    return redirect("case", case_id)


@for_agents
@require_POST
def not_spam(request: DeskRequest, case_id: int) -> HttpResponse:
    """`unblock` takes back the block that was made with it."""
    viewer, blocked_id = request.viewer, _number(request.POST.get("unblock", ""))

    def do() -> bool:
        operations.unmark_spam(case_id=case_id, actor=viewer.actor, now=request.now)
        if blocked_id:
            customers.blocked_sender(blocked_id, viewer=viewer)
            customer_operations.unblock_sender(
                blocked_id=blocked_id, actor=viewer.actor, now=request.now
            )
        return True

    if _done(request, case_id, do):
        messages.success(request, _("Back in the line."))
    return redirect("case", case_id)


def _done(request: DeskRequest, case_id: int, do: Callable[[], T]) -> T | None:
    """What came of it, or None when it was refused, with why.

    Raises Case.DoesNotExist for a case that is not the viewer's.
    """
    try:
        with writing(request.viewer.scope):
            cases.case(case_id, viewer=request.viewer)
            return do()
    except REFUSED as refusal:
        messages.warning(request, refusal_in_words(refusal))
        return None


def _tie(
    request: DeskRequest, case_id: int, how: Callable[..., object], done: str, inverse: str
) -> HttpResponse:
    other_id = _chosen(request)
    if other_id is None:
        return _ask_again(request, case_id)

    def do() -> bool:
        cases.case(other_id, viewer=request.viewer)
        how(case_id=case_id, other_id=other_id, actor=request.viewer.actor, now=request.now)
        return True

    if _done(request, case_id, do):
        back = reverse(inverse, args=[case_id])
        messages.success(request, undoable(done, back, name="other", value=other_id))
    return redirect("case", case_id)


def _ask_again(request: DeskRequest, case_id: int) -> HttpResponse:
    messages.warning(request, _("Choose a case, or write its number."))
    return redirect("case", case_id)


def _chosen(request: DeskRequest) -> int | None:
    """The case that was chosen, or whose number was written."""
    return _number(request.POST.get("other") or request.POST.get("q", ""))


def _words(request: DeskRequest) -> str:
    """What is searched for; a database may refuse NUL."""
    return request.GET.get("q", "").replace("\0", "")[:200].strip()


def _number(written: str) -> int | None:
    digits = written.strip().removeprefix("#")
    if not (digits.isascii() and digits.isdecimal()):
        return None
    return int(digits) if int(digits) <= MAX_ID else None


def _case_of(request: DeskRequest, message_id: int) -> int:
    """Raises Message.DoesNotExist."""
    with reading(request.viewer.scope):
        return cases.message(message_id, viewer=request.viewer).case_id


def _seen_or_new(request: DeskRequest, case_id: int, customer_id: int | None, name: str) -> int:
    """Raises Customer.DoesNotExist."""
    viewer = request.viewer
    if customer_id is not None:
        return customers.customer(customer_id, viewer=viewer).pk
    case = cases.case(case_id, viewer=viewer)
    added = customer_operations.add_customer(
        client_id=case.client_id, name=name[:200], actor=viewer.actor, now=request.now
    )
    return added.pk


def _seen_identity(request: DeskRequest) -> int | None:
    """Raises Identity.DoesNotExist."""
    identity_id = _number(request.POST.get("identity", ""))
    if identity_id is not None:
        customers.identity(identity_id, viewer=request.viewer)
    return identity_id


def _block(request: DeskRequest, case_id: int) -> int:
    """The block that was made, 0 for none."""
    case = cases.case(case_id, viewer=request.viewer)
    sender, what = sender_of(case), request.POST.get("block", "")
    value = {"address": sender.address, "domain": sender.domain}.get(what) if sender else None
    if not value:
        return 0
    blocked = customer_operations.block_sender(
        client_id=case.client_id,
        value=value,
        agent_id=request.viewer.agent_id,
        actor=request.viewer.actor,
        now=request.now,
    )
    return blocked.pk
