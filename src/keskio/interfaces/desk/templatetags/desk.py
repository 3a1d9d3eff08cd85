"""Template tags of the desk: `{% load desk %}`."""

import re
from collections.abc import Hashable
from datetime import datetime
from html import escape

from django import template
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import Urlizer, format_html
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name, localdate
from django.utils.translation import get_language

from keskio.cases.models import Message, State
from keskio.channels.mail.lookalikes import is_lookalike
from keskio.channels.mail.markdown import looks_plain, to_html
from keskio.clients.models import FieldKind, Tag
from keskio.interfaces.desk.administration import Group, groups_for, has_pages
from keskio.interfaces.desk.bulk import offered
from keskio.interfaces.desk.marks import chip
from keskio.interfaces.desk.rights import needed
from keskio.interfaces.desk.story import Utterance
from keskio.interfaces.desk.views.drafts import who_writes as in_words
from keskio.interfaces.desk.words import FIELD_KINDS, PRESENCES, ROLES, STATES
from keskio.kit.memory import Kept
from keskio.look.templatetags.look import unchanging
from keskio.staff.models import Presence
from keskio.staff.rights import Right
from keskio.staff.viewers import Viewer

register = template.Library()

LINK_LIKE = re.compile(r"://|@|www\.|\.(com|edu|gov|int|mil|net|org)", re.IGNORECASE)
"""What Urlizer makes no link without; it looks at every word."""


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
    if not LINK_LIKE.search(text):
        return SafeString(escape(text))
    return SafeString(
        Urlizer()(text, nofollow=True, autoescape=True).replace("<a ", '<a target="_blank" ')
    )


@register.filter
def field_kind_word(kind: str) -> Promise:
    return FIELD_KINDS[FieldKind(kind)]


@register.simple_tag
def tag_chip(tag: Tag) -> SafeString:
    return chip(tag.name, tag.colour)


@register.filter
def is_held(message: Message, now: datetime) -> bool:
    """Whether a message of ours has not left yet, and can be taken back."""
    return message.held_until is not None and message.held_until > now


@register.filter
def who_writes(names: list[str]) -> str:
    return in_words(names)


@register.simple_tag(takes_context=True)
def told(context: Context, said: Utterance) -> str:
    """A message of the conversation. Of two hundred each takes a millisecond to be put together,
    and next time most are as they were: kept by all that they are made of."""

    def make() -> str:
        template = get_template("desk/case/message.html").template  # type: ignore[attr-defined]
        with context.push(said=said, message=said.message):
            return str(template.render(context))

    if is_held(said.message, context["now"]):  # its form carries the reader's own token
        return SafeString(make())
    return SafeString(articles.get(_made_of(said, context), make))


def _made_of(said: Utterance, context: Context) -> Hashable:
    message, delivery = said.message, said.delivery
    addressed = f"{message.author_address} {message.to} {message.cc} {message.bcc}"
    return (
        (message.pk, message.kind, message.forwards_id, message.created_at, message.authentic),
        hash((message.text, message.full_text, message.html, addressed)),
        context["request"].viewer.rights,
        (get_language(), get_current_timezone_name(), localdate(context["now"])),
        (said.side, said.who, said.label, said.is_unseen, context["case"].language),
        delivery and (delivery.state, delivery.attempts, delivery.last_error),
        tuple((one.pk, one.name) for one in (*said.inside, *said.pictures, *said.files)),
    )


articles = Kept[Hashable](at_most=6_000_000)
"""A few thousand messages."""


@register.simple_tag
def written(said: Utterance) -> SafeString:
    """A message's text: what we wrote is Markdown, what came is not."""
    message = said.message
    if message.direction == Message.Direction.IN or looks_plain(message.text):
        return format_html('<div class="said">{}</div>', urlize_safe(message.text))
    images = {file.content_id: reverse("attachment", args=[file.pk]) for file in said.inside}
    shown = SafeString(to_html(message.text, images=images))
    return format_html('<div class="formatted">{}</div>', shown)


def role_word(role: str) -> Promise | str:
    return ROLES.get(role, role)


@register.filter
def may(viewer: Viewer, right: str) -> bool:
    """For what a page offers; what it does asks again."""
    return viewer.may(Right(right))


@register.filter
def administers(viewer: Viewer) -> bool:
    """Whether any page of the administration is the viewer's."""
    return has_pages(viewer)


@register.filter
def can(viewer: Viewer, name: str) -> bool:
    """Whether the viewer may send the form that goes to this page of urls.py: else it is hidden."""
    right = needed(name, writes=True)
    return right is None or viewer.may(right)


@register.simple_tag
def keys_of(viewer: Viewer) -> SafeString:
    """The keys that belong to no control of the page, as far as the viewer may use them."""
    return unchanging(
        "desk/keys.html",
        reads=viewer.may(Right.READ_CASES),
        selects=bool(offered(viewer)),
        replies=can(viewer, "reply"),
        notes=can(viewer, "note"),
        resolves=can(viewer, "resolve"),
    )


@register.simple_tag
def administration(viewer: Viewer) -> list[Group]:
    """The pages of the administration that are the viewer's, by group."""
    return groups_for(viewer)
