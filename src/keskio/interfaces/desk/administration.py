"""The pages of the administration: a line here puts a page on the rail and the start page."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keskio.interfaces.desk.rights import needed
from keskio.staff.rights import Right
from keskio.staff.viewers import Viewer

ORGANISATION = _("Organisation")
CARRIED = _("What cases carry")
ACCESS = _("Access")
OPERATION = _("Operation")


@dataclass(frozen=True)
class Page:
    url_name: str
    group: Promise
    name: Promise
    says: Promise
    """What it is for, in a line or two; said at its top and on the start page."""
    of_installation: bool = True
    """About every client, so that it asks for serving every client too."""

    @property
    def address(self) -> str:
        return reverse(self.url_name)

    def is_for(self, viewer: Viewer) -> bool:
        right = needed(self.url_name, writes=False, of_administration=True)
        may = right is None or viewer.may(right)
        return may and (viewer.may(Right.EVERY_CLIENT) or not self.of_installation)


PAGES = (
    Page(
        "admin_clients",
        ORGANISATION,
        _("Clients and inboxes"),
        _(
            "The companies whose customers you serve: their hours, the addresses customers write"
            " to, and the reasons cases end under."
        ),
    ),
    Page(
        "canned",
        ORGANISATION,
        _("Canned responses"),
        _(
            "Words that are written often. While writing, an agent types / and a few letters, and"
            " Enter puts the text in, in the customer's language where somebody has written it."
            " It can be changed before it is sent."
        ),
        of_installation=False,
    ),
    Page(
        "blocked_senders",
        ORGANISATION,
        _("Blocked senders"),
        _(
            "What they send is kept among the spam: nobody is asked to answer it, and they are"
            " sent no receipt."
        ),
    ),
    Page(
        "admin_tags",
        CARRIED,
        _("Tags"),
        _(
            "A tag is a word on a case by which it is found and counted again. Few that everybody"
            " uses are worth more than many."
        ),
    ),
    Page(
        "admin_statuses",
        CARRIED,
        _("Statuses"),
        _(
            "A case is open, waiting, snoozed or resolved. A status says more within one of these,"
            " such as “waits for a spare part”. It goes by itself when the state changes."
        ),
    ),
    Page(
        "admin_fields",
        CARRIED,
        _("Fields"),
        _(
            "A field is something this client wants to know of each case, such as an order number."
            " Agents fill it in beside the conversation; a required one, before they resolve."
        ),
    ),
    Page(
        "admin_people",
        ACCESS,
        _("People"),
        _("Who works here, for whom, and in which role. Invite, change, let go."),
    ),
    Page(
        "admin_teams",
        ACCESS,
        _("Teams"),
        _(
            "People who know a matter better than others. A case given to a team is taken from the"
            " line only by its members, until somebody releases it."
        ),
    ),
    Page(
        "admin_roles",
        ACCESS,
        _("Roles"),
        _("What each role may do, and who must sign in with two steps."),
    ),
    Page(
        "admin_tokens",
        ACCESS,
        _("Tokens"),
        _("Keys with which programs use the API. A key never may more than who made it."),
    ),
    Page(
        "admin_audit",
        OPERATION,
        pgettext_lazy("settings", "Changes"),
        _("Who changed which setting, when, and from what to what."),
    ),
    Page(
        "admin_settings_file",
        OPERATION,
        _("Settings as a file"),
        _("Take the settings out as text, compare them with other ones, and put them in."),
    ),
    Page(
        "admin_unprocessed",
        OPERATION,
        _("Could not be processed"),
        _("Mail that came and could not be read, and replies that did not leave. Nothing is lost."),
    ),
    Page(
        "admin_health",
        OPERATION,
        _("Health"),
        _("Whether mail comes in, everything is heard, and there is room on the disk."),
    ),
)


@dataclass(frozen=True)
class Group:
    name: Promise
    pages: list[Page]


def groups_for(viewer: Viewer) -> list[Group]:
    """The pages that the viewer may open, in order."""
    return [group for group in _groups(viewer) if group.pages]


def has_pages(viewer: Viewer) -> bool:
    return any(page.is_for(viewer) for page in PAGES)


def page_of(url_name: str) -> Page:
    return next(page for page in PAGES if page.url_name == url_name)


def _groups(viewer: Viewer) -> Iterator[Group]:
    for name in dict.fromkeys(page.group for page in PAGES):
        own = [page for page in PAGES if page.group == name and page.is_for(viewer)]
        yield Group(name, own)
