"""What a case's page says and offers about where its story is told."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from keskio.cases.models import Case
from keskio.customers import queries as customers

FORM = "moving"
"""The page's one form for buttons that stand where no form fits, such as in a toast."""


@dataclass(frozen=True)
class Sender:
    """Who wrote last, and could be blocked."""

    address: str
    domain: str
    """Empty when strangers have theirs there, too."""


def sender_of(case: Case) -> Sender | None:
    """The first participant is whoever opened the case."""
    address = case.participants[0] if case.participants else ""
    domain = address.rpartition("@")[2]
    own = "" if customers.is_everybodys(domain) else domain
    return Sender(address, own) if address else None


def undoable(done: str, address: str, *, name: str = "undo", value: object = 1) -> SafeString:
    """A toast that can be taken back, by sending the page's form to `address`."""
    return format_html(
        '{} <button class="button" form="{}" formaction="{}" name="{}" value="{}">{}</button>',
        done,
        FORM,
        address,
        name,
        value,
        _("Undo"),
    )
