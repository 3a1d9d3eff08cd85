"""What the rooms call things, in the reader's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keskio.cases import operations as cases
from keskio.cases.models import Outcome, Priority, State
from keskio.cases.queries import Sort, View
from keskio.clients.models import Colour, FieldKind
from keskio.customers import operations as customers
from keskio.routing import operations as routing
from keskio.staff.models import NotificationKind, Presence, Role

VIEWS: dict[View, Promise] = {
    View.WAITING: pgettext_lazy("cases", "Waiting"),
    View.MINE: pgettext_lazy("cases", "Mine"),
    View.ALL: pgettext_lazy("cases", "All"),
    View.ANSWERED: pgettext_lazy("cases", "Answered"),
    View.SNOOZED: pgettext_lazy("cases", "Snoozed"),
    View.RESOLVED: pgettext_lazy("cases", "Resolved"),
    View.SPAM: pgettext_lazy("cases", "Spam"),
}
SORT_NAMES: dict[Sort, Promise] = {
    Sort.LINE: _("As they are taken"),
    Sort.PROMISE: _("Soonest promise first"),
    Sort.LONGEST: _("Longest wait first"),
    Sort.NEWEST: _("Latest message first"),
    Sort.OLDEST: _("Longest silence first"),
    Sort.CUSTOMER: _("By customer"),
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
    Outcome.RECORDED: _("For the record only"),
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
PRIORITIES: dict[Priority, Promise] = {
    Priority.LOW: pgettext_lazy("priority", "Low"),
    Priority.NORMAL: pgettext_lazy("priority", "Normal"),
    Priority.HIGH: pgettext_lazy("priority", "High"),
    Priority.URGENT: pgettext_lazy("priority", "Urgent"),
}
PRIORITY_KEYS: dict[Priority, str] = {
    Priority.URGENT: "u",
    Priority.HIGH: "h",
    Priority.NORMAL: "n",
    Priority.LOW: "l",
}
COLOURS: dict[Colour, Promise] = {
    Colour.SEA: pgettext_lazy("colour", "Sea"),
    Colour.CLOUDBERRY: pgettext_lazy("colour", "Cloudberry"),
    Colour.FERN: pgettext_lazy("colour", "Fern"),
    Colour.HEATHER: pgettext_lazy("colour", "Heather"),
    Colour.LINGONBERRY: pgettext_lazy("colour", "Lingonberry"),
    Colour.SKY: pgettext_lazy("colour", "Sky"),
    Colour.BARK: pgettext_lazy("colour", "Bark"),
    Colour.STONE: pgettext_lazy("colour", "Stone"),
}
SHAPES: dict[Colour, str] = {
    Colour.SEA: "circle",
    Colour.CLOUDBERRY: "triangle",
    Colour.FERN: "square",
    Colour.HEATHER: "diamond",
    Colour.LINGONBERRY: "cross",
    Colour.SKY: "half",
    Colour.BARK: "star",
    Colour.STONE: "bars",
}
"""Never colour alone."""
FIELD_KINDS: dict[FieldKind, Promise] = {
    FieldKind.TEXT: _("Text"),
    FieldKind.NUMBER: _("Number"),
    FieldKind.DATE: _("Date"),
    FieldKind.CHOICE: _("Choice from a list"),
    FieldKind.YES_NO: _("Yes or no"),
    FieldKind.LINK: _("Link"),
}
WANTED: dict[FieldKind, Promise] = {
    FieldKind.TEXT: _("Write at most 2,000 letters."),
    FieldKind.NUMBER: _("Write a number, such as 12 or 19.90."),
    FieldKind.DATE: _("Choose a day."),
    FieldKind.CHOICE: _("Choose one from the list."),
    FieldKind.YES_NO: _("Choose yes or no."),
    FieldKind.LINK: _("Write an address that begins with https:// or http://."),
}
NOTIFICATIONS: dict[NotificationKind, Promise] = {
    NotificationKind.MENTION: _("{name} mentioned you"),
    NotificationKind.ASSIGNED: _("{name} gave it to you"),
    NotificationKind.FOLLOWED: _("News in what you follow"),
    NotificationKind.REMINDER: _("You wanted to be reminded"),
}
NOTIFICATION_ICONS: dict[NotificationKind, str] = {
    NotificationKind.MENTION: "note",
    NotificationKind.ASSIGNED: "person",
    NotificationKind.FOLLOWED: "eye",
    NotificationKind.REMINDER: "bell",
}
ROLES: dict[str, Promise] = {
    Role.CONTACT: pgettext_lazy("role", "Contact"),
    Role.AGENT: _("Agent"),
    Role.SUPERVISOR: _("Supervisor"),
    Role.ADMINISTRATOR: _("Administrator"),
}

REFUSALS: dict[type[Exception], Promise] = {
    cases.EmptyMessage: _("There is nothing to send yet: write something or attach a file."),
    cases.TooMuchAttached: _(
        "The files of one message may have 25 MB together. Leave some out, or send a link instead."
    ),
    cases.TooLate: _("It has left already and cannot be taken back."),
    cases.NotLater: _("That time has passed. Choose a later one."),
    cases.NothingScheduled: _("It has left already, or was called off."),
    cases.CannotForward: _("A note is for colleagues only, and is not forwarded."),
    cases.CannotServe: _("This agent does not serve the client of this case."),
    cases.HandedToNobody: _("Choose to whom you hand it over."),
    cases.UnknownTag: _("This tag is no longer there. Choose another."),
    cases.UnknownStatus: _("This status is no longer there. Choose another."),
    cases.UnknownField: _("This field is no longer there."),
    cases.StatusDoesNotFit: _("The case is in another state by now. Choose a status that fits."),
    cases.BadChecklistItem: _("Write the step as one line of at most 300 letters."),
    cases.TooManyReminders: _("You have enough reminders of this case. Cancel one first."),
    cases.FieldsMissing: _("Not resolved yet: first fill in {names}."),
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
    said = str(REFUSALS[type(refusal)])
    if isinstance(refusal, cases.FieldsMissing):
        return said.format(names=", ".join(refusal.names))
    return said
