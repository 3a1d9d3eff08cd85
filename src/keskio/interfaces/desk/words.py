"""What the rooms call things, in the reader's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keskio.cases import operations as cases
from keskio.cases.models import Outcome, State
from keskio.cases.queries import View
from keskio.customers import operations as customers
from keskio.routing import operations as routing
from keskio.staff.models import Presence, Role

VIEWS: dict[View, Promise] = {
    View.WAITING: pgettext_lazy("cases", "Waiting"),
    View.MINE: pgettext_lazy("cases", "Mine"),
    View.ANSWERED: pgettext_lazy("cases", "Answered"),
    View.SNOOZED: pgettext_lazy("cases", "Snoozed"),
    View.RESOLVED: pgettext_lazy("cases", "Resolved"),
    View.SPAM: pgettext_lazy("cases", "Spam"),
}
STATES: dict[State, Promise] = {
    State.OPEN: _("Waits for us"),
    State.WAITING: _("Waits for the customer"),
    State.SNOOZED: _("Snoozed"),
    State.RESOLVED: _("Resolved"),
    State.SPAM: _("Spam"),
    State.MERGED: _("Merged"),
}
OUTCOMES: dict[Outcome, Promise] = {
    Outcome.SOLVED: _("Solved"),
    Outcome.PARTLY: _("Partly solved"),
    Outcome.REFERRED: _("Referred to somebody else"),
    Outcome.UNSOLVED: _("Not solved"),
    Outcome.NOTHING_TO_DO: _("Nothing to do"),
    Outcome.AUTOMATIC: _("Automatic mail only"),
    Outcome.SPAM: _("Spam"),
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
ROLES: dict[Role, Promise] = {
    Role.AGENT: _("Agent"),
    Role.SUPERVISOR: _("Supervisor"),
    Role.ADMINISTRATOR: _("Administrator"),
}

REFUSALS: dict[type[Exception], Promise] = {
    cases.EmptyMessage: _("There is nothing to send yet: write something or attach a file."),
    cases.CannotServe: _("This agent does not serve the client of this case."),
    cases.CaseIsResolved: _("The case is already resolved."),
    cases.CaseNotResolved: _("The case is open already."),
    cases.CaseIsMerged: _(
        "This case was merged into another meanwhile, which is shown here. Look whether what you"
        " were doing still fits."
    ),
    cases.CaseIsSpam: _("That case is marked as spam. Say “Not spam” there first."),
    cases.CaseNotMerged: _("The case is not merged into another any more."),
    cases.CaseNotSpam: _("The case is not marked as spam any more."),
    cases.DifferentClients: _(
        "That case belongs to another client. Cases of two clients stay apart."
    ),
    cases.NothingWouldRemain: _("A case would be left without a message. Merge the cases instead."),
    cases.NotLinked: _("These cases are not linked any more."),
    cases.SameCase: _("That is this case itself. Choose another."),
    customers.AddressKnown: _("Another customer is known by this address. Search for them."),
    customers.CannotBlock: _(
        "This cannot be blocked: it is no address or domain, one of ours, or a domain that"
        " everybody uses, where only single addresses can be blocked."
    ),
    customers.DifferentClient: _("This customer belongs to another client."),
    cases.UnknownReason: _("This reason is not one of the client's. Choose another."),
    cases.NotInTheFuture: _("That time has passed. Choose a later one."),
    routing.NothingWaits: _("Nobody is waiting. You are up to date."),
    routing.TakenBySomeoneElse: _("A colleague has taken this case."),
}
REFUSED = tuple(REFUSALS)


def refusal_in_words(refusal: Exception) -> str:
    """Why an operation would not, to whoever asked for it."""
    return str(REFUSALS[type(refusal)])
