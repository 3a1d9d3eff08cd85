"""What went wrong, in one form for every error (RFC 9457)."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pydantic
from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from keskio.cases import operations as cases
from keskio.cases.queries import BadCursor, NoSuchOrder
from keskio.channels import reception
from keskio.clients.operations import AddressTaken
from keskio.clients.settings import BadSetting
from keskio.customers import operations as customers
from keskio.kit.blobs import BlobMissing
from keskio.routing import operations as routing
from keskio.staff import operations as staff

logger = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """One sort of problem; its name never changes, so programs may decide by it."""

    status: int
    name: str
    title: str

    @property
    def uri(self) -> str:
        return f"urn:keskio:problem:{self.name}"


BAD_REQUEST = Kind(400, "bad-request", "The request cannot be read")
UNAUTHORIZED = Kind(401, "unauthorized", "A valid token is needed")
FORBIDDEN = Kind(403, "forbidden", "The token does not allow this")
NEEDS_AGENT = Kind(403, "needs-agent", "Only a token that stands for an agent can do this")
NOT_FOUND = Kind(404, "not-found", "Nothing is here, or it belongs to somebody else")
NOT_ALLOWED = Kind(405, "method-not-allowed", "This method is not for this address")
TOO_LARGE = Kind(413, "too-large", "This is larger than this server takes")
UNPROCESSABLE = Kind(422, "unprocessable", "The request does not fit")
BAD_CURSOR = Kind(422, "bad-cursor", "This cursor does not come from this list")
KEY_REUSED = Kind(422, "key-reused", "This Idempotency-Key was used for another request")
NOT_IN_LINE = Kind(409, "not-in-line", "The case is not in the line")
ALREADY_DONE = Kind(409, "already-done", "There is nothing left to do again")
TOO_MANY = Kind(429, "too-many-requests", "Too many requests with this token")
BROKEN = Kind(500, "broken", "Something broke on our side; it is in the log")
UNAVAILABLE = Kind(503, "unavailable", "The database does not answer; try again soon")

DIFFERENT_CLIENTS = Kind(422, "different-clients", "They belong to two clients")
CASE_IS_MERGED = Kind(409, "case-is-merged", "The case was merged into another")

REFUSALS: dict[type[Exception], Kind] = {
    ObjectDoesNotExist: NOT_FOUND,
    Http404: NOT_FOUND,
    BlobMissing: NOT_FOUND,
    BadCursor: BAD_CURSOR,
    NoSuchOrder: Kind(422, "no-such-order", "This view is not kept in this order"),
    RequestDataTooBig: TOO_LARGE,
    UnreadablePostError: BAD_REQUEST,
    OperationalError: UNAVAILABLE,
    InterfaceError: UNAVAILABLE,
    cases.BadChecklistItem: Kind(422, "bad-checklist-item", "Not a line of words, or one too many"),
    cases.CannotServe: Kind(422, "cannot-serve", "Who is to have it does not serve its client"),
    cases.CaseIsSpam: Kind(409, "case-is-spam", "The case is marked as spam"),
    cases.CaseNotMerged: Kind(409, "case-not-merged", "The case is not merged into another"),
    cases.CaseNotSpam: Kind(409, "case-not-spam", "The case is not marked as spam"),
    cases.DifferentClients: DIFFERENT_CLIENTS,
    cases.NothingWouldRemain: Kind(
        409, "nothing-would-remain", "A case would be left without a message"
    ),
    cases.NotLinked: Kind(404, "not-linked", "These cases are not linked"),
    cases.SameCase: Kind(422, "same-case", "Both are the same case"),
    cases.BadView: Kind(422, "bad-view", "A name, order, inbox or client that it cannot have"),
    cases.CannotUndo: Kind(409, "cannot-undo", "It is too late, or the case has changed since"),
    cases.NotYourView: Kind(403, "not-your-view", "Only its owner removes a view"),
    cases.CaseIsResolved: Kind(409, "case-is-resolved", "The case is resolved"),
    cases.CaseNotResolved: Kind(409, "case-not-resolved", "The case is not resolved"),
    cases.HandedToNobody: Kind(422, "handed-to-nobody", "Say either an agent or a team"),
    cases.StatusDoesNotFit: Kind(409, "status-does-not-fit", "The case is in another state"),
    cases.TooManyReminders: Kind(409, "too-many-reminders", "There are enough of them"),
    cases.UnknownField: Kind(422, "unknown-field", "Not a field of the case's client"),
    cases.UnknownStatus: Kind(422, "unknown-status", "Not a status of the case's client"),
    cases.UnknownTag: Kind(422, "unknown-tag", "Not a tag of the case's client"),
    cases.EmptyMessage: Kind(422, "empty-message", "Neither text nor attachment"),
    cases.NoRecipient: Kind(422, "no-recipient", "Nobody to send it to, or no mail address"),
    cases.NotInTheFuture: Kind(422, "not-in-the-future", "The time must be later than now"),
    cases.NotLater: Kind(422, "not-later", "What is sent later is sent later than now"),
    cases.TooMuchAttached: Kind(422, "too-much-attached", "More than 50 files, or than 25 MB"),
    cases.TooLate: Kind(409, "too-late", "It has left, and cannot be taken back"),
    cases.NothingScheduled: Kind(409, "nothing-scheduled", "No reply leaves by itself"),
    cases.CannotForward: Kind(422, "cannot-forward", "A note is for colleagues only"),
    cases.DraftChanged: Kind(409, "draft-changed", "The draft was changed elsewhere"),
    cases.UnknownReason: Kind(422, "unknown-reason", "Not a reason of the case's client"),
    customers.AddressKnown: Kind(409, "address-known", "Another customer has this address"),
    customers.CannotBlock: Kind(
        422, "cannot-block", "No address or domain, one of ours, or one that everybody uses"
    ),
    customers.DifferentClient: DIFFERENT_CLIENTS,
    routing.CannotTake: NEEDS_AGENT,
    routing.TakenBySomeoneElse: Kind(409, "taken", "Another agent has the case in hand"),
    reception.TooLarge: TOO_LARGE,
    reception.NotOurs: Kind(422, "not-ours", "No inbox takes mail to this address"),
    staff.EmailTaken: Kind(409, "email-taken", "Another agent signs in with this address"),
    staff.AboveYourOwn: Kind(403, "above-your-own", "It asks for rights that you do not have"),
    staff.HasLeft: Kind(409, "has-left", "The agent was deactivated"),
    staff.LastAdministrator: Kind(409, "last-administrator", "Nobody could administer any more"),
    staff.RoleInUse: Kind(409, "role-in-use", "Somebody, or a token, has this role"),
    staff.RoleTaken: Kind(409, "role-taken", "Another role has this name"),
    staff.UnknownRole: Kind(422, "unknown-role", "No role has this name"),
    staff.UnknownScope: Kind(422, "unknown-scope", "Not a scope that tokens can have"),
}
"""What operations and queries raise; anything that is not here is a bug, and a 500."""

ANSWERED_MEANWHILE = Kind(409, "answered-meanwhile", "Messages have come that you had not seen")
ADDRESS_TAKEN = Kind(409, "address-taken", "Another inbox has this address")
BAD_VALUE = Kind(422, "bad-value", "Not what this field can say")
FIELDS_MISSING = Kind(422, "fields-missing", "The client wants to know more before a case ends")
SETTINGS_REFUSED = Kind(422, "settings-refused", "The file does not fit; nothing was changed")
BAD_SETTING = Kind(422, "bad-setting", "A value that this setting cannot have")


class Refused(Exception):
    """The interface itself refuses, before any operation does."""

    def __init__(self, kind: Kind, detail: str = "") -> None:
        super().__init__(detail or kind.title)
        self.kind, self.detail = kind, detail


def problem(kind: Kind, detail: str = "", **more: Any) -> HttpResponse:
    said = {"type": kind.uri, "title": kind.title, "status": kind.status}
    content = json.dumps(said | ({"detail": detail} if detail else {}) | more)
    return HttpResponse(content, content_type=CONTENT_TYPE, status=kind.status)


def handle_all(api: NinjaAPI) -> None:
    """Answer every exception under the API with a problem."""
    for raised, kind in REFUSALS.items():
        api.add_exception_handler(raised, _saying(kind))
    for raised, handler in HANDLERS.items():
        api.add_exception_handler(raised, handler)


def _saying(kind: Kind) -> Callable[[HttpRequest, Any], HttpResponse]:
    def handler(request: HttpRequest, refusal: Exception) -> HttpResponse:
        return problem(kind)

    return handler


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return problem(refusal.kind, refusal.detail)


def _unauthorized(request: HttpRequest, refusal: AuthenticationError) -> HttpResponse:
    answer = problem(UNAUTHORIZED)
    unknown = ', error="invalid_token"' if "Authorization" in request.headers else ""
    answer["WWW-Authenticate"] = f'Bearer realm="keskio"{unknown}'
    return answer


def _throttled(request: HttpRequest, refusal: Throttled) -> HttpResponse:
    return problem(TOO_MANY)


def _http_error(request: HttpRequest, refusal: HttpError) -> HttpResponse:
    """What the framework itself refuses: a body that is no JSON."""
    return problem(BAD_REQUEST, str(refusal))


def _invalid(
    request: HttpRequest, refusal: ValidationError | pydantic.ValidationError
) -> HttpResponse:
    errors = refusal.errors() if callable(refusal.errors) else refusal.errors
    told = [{"at": ".".join(map(str, one["loc"])), "detail": one["msg"]} for one in errors]
    return problem(UNPROCESSABLE, errors=told)


def _answered_meanwhile(request: HttpRequest, refusal: cases.AnsweredMeanwhile) -> HttpResponse:
    return problem(ANSWERED_MEANWHILE, messages=[message.pk for message in refusal.messages])


def _case_is_merged(request: HttpRequest, refusal: cases.CaseIsMerged) -> HttpResponse:
    return problem(CASE_IS_MERGED, merged_into=refusal.into_id)


def _bad_setting(request: HttpRequest, refusal: BadSetting) -> HttpResponse:
    kind = ADDRESS_TAKEN if isinstance(refusal, AddressTaken) else BAD_SETTING
    return problem(kind, errors=[{"at": refusal.field, "detail": refusal.why}])


def _bad_value(request: HttpRequest, refusal: cases.BadValue) -> HttpResponse:
    return problem(BAD_VALUE, errors=[{"at": "body.asked.value", "detail": str(refusal)}])


def _fields_missing(request: HttpRequest, refusal: cases.FieldsMissing) -> HttpResponse:
    return problem(FIELDS_MISSING, str(refusal))


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("%s %s broke", request.method, request.path, exc_info=error)
    return problem(BROKEN)


HANDLERS: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    Refused: _refused,
    AuthenticationError: _unauthorized,
    Throttled: _throttled,
    HttpError: _http_error,
    ValidationError: _invalid,
    pydantic.ValidationError: _invalid,
    cases.AnsweredMeanwhile: _answered_meanwhile,
    cases.CaseIsMerged: _case_is_merged,
    BadSetting: _bad_setting,
    cases.BadValue: _bad_value,
    cases.FieldsMissing: _fields_missing,
    Exception: _broken,
}
