"""What the rooms call things, in the reader's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keskio.cases import operations as cases
from keskio.cases.models import Outcome, State
from keskio.cases.queries import View
from keskio.routing import operations as routing
from keskio.staff.models import Presence, Role

VIEWS: dict[View, Promise] = {
    View.WAITING: pgettext_lazy("cases", "Waiting"),
    View.MINE: pgettext_lazy("cases", "Mine"),
    View.ANSWERED: pgettext_lazy("cases", "Answered"),
    View.SNOOZED: pgettext_lazy("cases", "Snoozed"),
    View.RESOLVED: pgettext_lazy("cases", "Resolved"),
}
STATES: dict[State, Promise] = {
    State.OPEN: _("Waits for us"),
    State.WAITING: _("Waits for the customer"),
    State.SNOOZED: _("Snoozed"),
    State.RESOLVED: _("Resolved"),
}
OUTCOMES: dict[Outcome, Promise] = {
    Outcome.SOLVED: _("Solved"),
    Outcome.PARTLY: _("Partly solved"),
    Outcome.REFERRED: _("Referred to somebody else"),
    Outcome.UNSOLVED: _("Not solved"),
    Outcome.NOTHING_TO_DO: _("Nothing to do"),
    Outcome.AUTOMATIC: _("Automatic mail only"),
}
OUTCOME_KEYS: dict[Outcome, str] = {
    Outcome.SOLVED: "s",
    Outcome.PARTLY: "p",
    Outcome.REFERRED: "r",
    Outcome.UNSOLVED: "u",
    Outcome.NOTHING_TO_DO: "n",
}
PRESENCES: dict[Presence, Promise] = {
    Presence.HERE: _("Here"),
    Presence.FINISHING: _("Finishing, no new ones"),
    Presence.BREAK: _("On a break"),
    Presence.AWAY: _("Away"),
}
ROLES: dict[str, Promise] = {
    Role.CONTACT: pgettext_lazy("role", "Contact"),
    Role.AGENT: _("Agent"),
    Role.SUPERVISOR: _("Supervisor"),
    Role.ADMINISTRATOR: _("Administrator"),
}

REFUSALS: dict[type[Exception], Promise] = {
    cases.EmptyMessage: _("There is nothing to send yet: write something or attach a file."),
    cases.CannotServe: _("This agent does not serve the client of this case."),
    cases.CaseIsResolved: _("The case is already resolved."),
    cases.CaseNotResolved: _("The case is open already."),
    cases.UnknownReason: _("This reason is not one of the client's. Choose another."),
    cases.NotInTheFuture: _("That time has passed. Choose a later one."),
    routing.NothingWaits: _("Nobody is waiting. You are up to date."),
    routing.TakenBySomeoneElse: _("A colleague has taken this case."),
}
REFUSED = tuple(REFUSALS)


def refusal_in_words(refusal: Exception) -> str:
    """Why an operation would not, to whoever asked for it."""
    return str(REFUSALS[type(refusal)])
