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
ACCESS = _("Access")
OPERATION = _("Operation")


@dataclass(frozen=True)
class Page:
    url_name: str
    group: Promise
    name: Promise
    says: Promise
    """What it is for, in a line or two; said at its top and on the start page."""

    @property
    def address(self) -> str:
        return reverse(self.url_name)

    def is_for(self, viewer: Viewer) -> bool:
        right = needed(self.url_name, writes=False, of_administration=True)
        return right is None or viewer.may(right)


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
        "admin_people",
        ACCESS,
        _("People"),
        _("Who works here, for whom, and in which role. Invite, change, let go."),
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
    if not viewer.may(Right.EVERY_CLIENT):
        return []
    return [group for group in _groups(viewer) if group.pages]


def page_of(url_name: str) -> Page:
    return next(page for page in PAGES if page.url_name == url_name)


def _groups(viewer: Viewer) -> Iterator[Group]:
    for name in dict.fromkeys(page.group for page in PAGES):
        own = [page for page in PAGES if page.group == name and page.is_for(viewer)]
        yield Group(name, own)
