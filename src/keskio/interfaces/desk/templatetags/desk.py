"""Template tags of the desk: `{% load desk %}`."""

from django import template
from django.utils.functional import Promise
from django.utils.html import Urlizer
from django.utils.safestring import SafeString

from keskio.cases.models import Message, State
from keskio.channels.mail.lookalikes import is_lookalike
from keskio.interfaces.desk.administration import Group, groups_for
from keskio.interfaces.desk.words import PRESENCES, ROLES, STATES
from keskio.staff.models import Presence
from keskio.staff.rights import Right
from keskio.staff.viewers import Viewer

register = template.Library()


@register.simple_tag
def presence_word(presence: str) -> Promise:
    return PRESENCES[Presence(presence)]


@register.simple_tag
def presences() -> list[tuple[str, Promise]]:
    return [(presence.value, word) for presence, word in PRESENCES.items()]


@register.filter
def state_word(state: str) -> Promise:
    return STATES[State(state)]


@register.filter
def avatar_kind(side: str) -> str:
    """Whose disc it is: only customers and automation have their own."""
    return side if side in {"customer", "machine"} else ""


@register.filter
def whole_minutes(seconds: int) -> int:
    return seconds // 60


@register.filter
def has_remote_images(message: Message) -> bool:
    return "data-remote-src=" in message.html


@register.filter
def is_from_lookalike(message: Message) -> bool:
    return message.direction == Message.Direction.IN and is_lookalike(
        name=message.author_name, address=message.author_address
    )


@register.filter
def urlize_safe(text: str) -> SafeString:
    """Addresses in a text become links that tell their target nothing about us."""
    return SafeString(
        Urlizer()(text, nofollow=True, autoescape=True).replace("<a ", '<a target="_blank" ')
    )


@register.filter
def role_word(role: str) -> Promise | str:
    return ROLES.get(role, role)


@register.filter
def may(viewer: Viewer, right: str) -> bool:
    """For what a page offers; what it does asks again."""
    return viewer.may(Right(right))


@register.simple_tag
def administration(viewer: Viewer) -> list[Group]:
    """The pages of the administration that are the viewer's, by group."""
    return groups_for(viewer)
