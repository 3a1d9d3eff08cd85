"""Changes that can be taken back: what they need is kept in the message that tells of them."""

from collections.abc import Callable

from django.contrib import messages
from django.utils.html import format_html
from django.utils.translation import gettext as _

from keskio.cases import queries as cases
from keskio.cases.undoing import Change, changed_by, seal
from keskio.interfaces.desk.access import DeskRequest

UNDO = (
    '{} <button class="button" form="undo" name="sealed" value="{}" data-key="z" data-undo>{}'
    ' <kbd class="key desktop-only">Z</kbd></button>'
)


def changing(request: DeskRequest, case_id: int, do: Callable[[], object]) -> Change | None:
    """What `do` changed; None if nothing. In the transaction of the change.

    Raises Case.DoesNotExist for a case that is not the viewer's, and what `do` raises.
    """
    cases.case(case_id, viewer=request.viewer)
    return changed_by(do, case_id=case_id)


def tell_done(request: DeskRequest, done: str, changes: list[Change]) -> None:
    """A toast, with Undo where something was changed."""
    if not changes:
        messages.success(request, done)
        return
    sealed = seal(changes, actor=str(request.viewer.actor))
    messages.success(request, format_html(UNDO, done, sealed, _("Undo")))
