"""A contact noted in ten seconds, on a phone: whom, what, by which channel."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from keskio.cases import operations
from keskio.cases.models import Conversation
from keskio.clients import queries as clients
from keskio.customers import operations as customer_operations
from keskio.customers import queries as customers
from keskio.customers.models import Customer
from keskio.customers.rules import Described, described
from keskio.interfaces.desk.access import DeskRequest, for_agents
from keskio.kit.scopes import reading, writing
from keskio.staff.rights import Right

UNPROCESSABLE = 422
SHOWN = 8
NEW = "new"
CHANNELS: dict[Conversation.Channel, Promise] = {
    Conversation.Channel.PHONE: gettext_lazy("Phone"),
    Conversation.Channel.IN_PERSON: gettext_lazy("In person"),
    Conversation.Channel.OTHER: gettext_lazy("Other"),
}


class NoteForm(forms.Form):
    """`customer` is one that was found, or `new` for whom the words describe."""

    words = forms.CharField(required=False, max_length=200)
    customer = forms.CharField(max_length=20)
    client = forms.IntegerField(required=False)
    text = forms.CharField(max_length=100_000)
    channel = forms.TypedChoiceField(
        coerce=Conversation.Channel, choices=[(one, one) for one in CHANNELS]
    )
    request_key = forms.UUIDField()


@for_agents
@require_http_methods(["GET", "HEAD", "POST"])
def note_contact(request: DeskRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, request.GET)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, request.POST, refusal=_complaint(form))
    try:
        case_id = _note(request, form.cleaned_data)
    except (Customer.DoesNotExist, NobodyMeant):
        return _page(request, request.POST, refusal=_("Say whom you met."))
    messages.success(request, _("Noted."))
    reads = request.viewer.may(Right.READ_CASES)
    return redirect("case", case_id) if reads else redirect("note_contact")


@for_agents
@require_safe
def found(request: DeskRequest) -> HttpResponse:
    """The customers that are meant by what has been written so far, as a part of the page."""
    with reading(request.viewer.scope):
        context = _found(request, request.GET.get("words", ""), "")
        return render(request, "desk/note_found.html", context)


class NobodyMeant(Exception):
    """Neither one that was found nor words that describe somebody new."""


def _note(request: DeskRequest, given: dict[str, Any]) -> int:
    """Met by two at once, a customer is met once. Raises NobodyMeant, Customer.DoesNotExist."""
    for _attempt in range(2):
        try:
            with writing(request.viewer.scope):
                return _write(request, given)
        except IntegrityError:
            continue
    raise NobodyMeant


def _write(request: DeskRequest, given: dict[str, Any]) -> int:
    customer = _whom(request, given)
    closed = request.viewer.closed_inboxes
    inbox = clients.answering_inbox(customer.client_id, closed=closed)
    if inbox is None:
        raise NobodyMeant
    message = operations.note_contact(
        inbox=inbox,
        customer_id=customer.pk,
        channel=given["channel"],
        text=given["text"],
        request_key=str(given["request_key"]),
        actor=request.viewer.actor,
        agent_id=request.viewer.agent_id,
        now=request.now,
    )
    return message.case_id


def _whom(request: DeskRequest, given: dict[str, Any]) -> Customer:
    if given["customer"] != NEW:
        if not given["customer"].isdecimal():
            raise NobodyMeant
        return customers.customer(int(given["customer"]), viewer=request.viewer)
    client_id = given["client"] or min(request.viewer.clients, default=0)
    who = described(given["words"])
    claim = _claim(who)
    if client_id not in request.viewer.clients or not (who.name or claim):
        raise NobodyMeant
    return customer_operations.meet_customer(
        client_id=client_id,
        name=who.name,
        claim=claim,
        actor=request.viewer.actor,
        now=request.now,
    )


def _claim(who: Described) -> customer_operations.Claim | None:
    if who.email:
        try:
            validate_email(who.email)
        except ValidationError as error:
            raise NobodyMeant from error
        return customer_operations.Claim(kind="email", value=who.email)
    return customer_operations.Claim(kind="phone", value=who.phone) if who.phone else None


def _complaint(form: NoteForm) -> str:
    if "text" in form.errors:
        return _("Write what it was about; one line will do.")
    if "customer" in form.errors:
        return _("Say whom you met.")
    return _("The form did not arrive whole. Your text is still here; send it again.")


def _page(request: DeskRequest, given: Any, *, refusal: str = "") -> HttpResponse:
    with reading(request.viewer.scope):
        context = _found(request, given.get("words", ""), given.get("customer", "")) | {
            "text": given.get("text", ""),
            "channel": given.get("channel") or Conversation.Channel.PHONE,
            "channels": [(one.value, word) for one, word in CHANNELS.items()],
            "refusal": refusal,
            "request_key": given.get("request_key") or uuid4(),
        }
        status = UNPROCESSABLE if refusal else 200
        return render(request, "desk/note.html", context, status=status)


def _found(request: DeskRequest, words: str, chosen: str) -> dict[str, Any]:
    words = words.replace("\x00", "").strip()[:200]
    return {
        "words": words,
        "found": _customers(request, words),
        "chosen": chosen,
        "clients": clients.clients_among(request.viewer.clients),
    }


def _customers(request: DeskRequest, words: str) -> Sequence[Customer]:
    """By the start of a name, of an address, or of a number however it is written."""
    if not words:
        return []
    who = described(words)
    meant = dict.fromkeys(filter(None, (words, who.email, who.phone, who.name)))
    known: dict[int, Customer] = {}
    for one in meant:
        for customer in customers.customers(viewer=request.viewer, words=one)[:SHOWN]:
            known.setdefault(customer.pk, customer)
    return list(known.values())[:SHOWN]
