"""What Ctrl K finds: cases, customers, views and pages. Actions it finds in the page itself."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keskio.cases import queries as cases
from keskio.customers import queries as customers
from keskio.interfaces.desk.access import DeskRequest, for_agents
from keskio.interfaces.desk.administration import groups_for
from keskio.interfaces.desk.asked import asked_by_saved
from keskio.interfaces.desk.rights import needed
from keskio.interfaces.desk.story import customer_name
from keskio.interfaces.desk.words import VIEWS
from keskio.kit.scopes import reading
from keskio.staff.rights import Right

SHOWN = 6
LONGEST = 100


@dataclass(frozen=True)
class Entry:
    name: str
    address: str
    icon: str
    beside: str = ""


@dataclass(frozen=True)
class Group:
    name: str
    entries: list[Entry]


@for_agents
@require_safe
def palette(request: DeskRequest) -> HttpResponse:
    """At most six of each kind, of what the viewer may open (two dozen short queries at most)."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    with reading(request.viewer.scope):
        groups = [Group(_("Pages"), _pages(request, words))]
        if request.viewer.may(Right.READ_CASES):
            groups = [
                Group(_("Cases"), _cases(request, words)),
                Group(_("Customers"), _customers(request, words)),
                Group(_("Views"), _views(request, words)),
                *groups,
                Group(_("Search"), [_search(words)]),
            ]
        found = {"groups": [group for group in groups if group.entries], "words": words}
        return render(request, "desk/palette_found.html", found)


def _search(words: str) -> Entry:
    """All that there is of it, with filters and what was said."""
    asked = f"?{urlencode({'q': words})}" if words else ""
    return Entry(_("Search"), f"{reverse('search')}{asked}", "search", words)


def _cases(request: DeskRequest, words: str) -> list[Entry]:
    viewer = request.viewer
    if words:
        now = timezone.localtime(request.now)
        hits = cases.suggest(viewer=viewer, text=words, limit=SHOWN, now=now).hits
        found = [hit.case for hit in hits][:SHOWN]
    else:
        found = cases.list_cases(viewer=viewer, view=cases.View.MINE, limit=SHOWN).cases
    return [
        Entry(
            f"#{case.pk} {case.subject or _('(no subject)')}",
            reverse("case", args=[case.pk]),
            "email",
            customer_name(case),
        )
        for case in found
    ]


def _customers(request: DeskRequest, words: str) -> list[Entry]:
    """Each leads to the case they last wrote in."""
    if not words or not request.viewer.may(Right.READ_CUSTOMERS):
        return []
    entries = []
    for one in customers.customers(viewer=request.viewer, words=words)[:SHOWN]:
        latest = next(iter(cases.cases_of_customer(one.pk, viewer=request.viewer)), None)
        addresses = [identity.value for identity in one.identities.all()]
        name = one.name or next(iter(addresses), str(one))
        if latest:
            address = reverse("case", args=[latest.pk])
            entries.append(Entry(name, address, "person", ", ".join(addresses[:1])))
    return entries


def _views(request: DeskRequest, words: str) -> list[Entry]:
    cases_address = reverse("cases")
    fixed = [
        Entry(str(name), f"{cases_address}?view={view}", "filter") for view, name in VIEWS.items()
    ]
    saved = [
        Entry(view.name, cases_address + asked_by_saved(view).query, "filter", str(view.owner))
        for view in cases.saved_views(viewer=request.viewer)
    ]
    return _matching(saved + fixed, words)


def _pages(request: DeskRequest, words: str) -> list[Entry]:
    def opens(name: str) -> bool:
        right = needed(name, writes=False)
        return right is None or request.viewer.may(right)

    pages = [
        ("cases", _("Cases"), "menu"),
        ("new_mails", _("New mail"), "email"),
        ("note_contact", _("Note a contact"), "note"),
        ("notifications", _("Notifications"), "bell"),
        ("settings", _("Your settings"), "person"),
    ]
    own = [Entry(says, reverse(name), icon) for name, says, icon in pages if opens(name)]
    of_administration = [page for group in groups_for(request.viewer) for page in group.pages]
    own += [Entry(str(page.name), page.address, "menu") for page in of_administration]
    return _matching(own, words)


def _matching(entries: list[Entry], words: str) -> list[Entry]:
    asked = words.casefold()
    return [entry for entry in entries if asked in entry.name.casefold()][:SHOWN]
