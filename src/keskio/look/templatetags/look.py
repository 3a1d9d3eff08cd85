"""Template tags and filters of the look: `{% load look %}`."""

from datetime import datetime
from functools import cache
from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
from django.template.base import Node, Parser, TextNode, Token
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from keskio.look import icons, promises, times

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    return icons.icon(name, label=label, size=size)


@register.tag("icon")
def drawn_icon(parser: Parser, token: Token, compiled: Any = register.tags["icon"]) -> Node:
    """The same, drawn when the template is compiled, where it is known by then which one."""
    node = compiled(parser, token)
    given = [*node.args, *node.kwargs.values()]
    is_known = not node.target_var and not any(one.is_var or one.filters for one in given)
    return TextNode(node.render(Context())) if is_known else node


@register.simple_tag
def unchanging(template_name: str, **told: bool) -> SafeString:
    """A part that is the same for every reader of a language of whom the same is told."""
    return _rendered(template_name, get_language(), tuple(told.items()))


@cache
def _rendered(template_name: str, language: str, told: tuple[tuple[str, bool], ...]) -> SafeString:
    return render_to_string(template_name, dict(told))


@register.simple_tag
def promise(
    due_at: datetime, made_at: datetime | None = None, kept_at: datetime | None = None
) -> SafeString:
    return promises.promise_badge(due_at, made_at=made_at, kept_at=kept_at, now=timezone.now())


@register.simple_tag
def moment(value: datetime) -> SafeString:
    """When it happened, short, with the whole of it on pointing."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(timespec="seconds"),
        times.full_time(value),
        times.short_time(value, timezone.now()),
    )


@register.simple_tag
def day(value: datetime) -> SafeString:
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(timespec="seconds"),
        times.full_time(value),
        times.short_date(value, timezone.now()),
    )


@register.simple_tag
def avatar(name: str, kind: str = "", size: str = "") -> SafeString:
    """The customer in the ring, colleagues plain, automation square."""
    inside = icons.icon("automated") if kind == "machine" else initials(name)
    classes = " ".join(filter(None, ["avatar", kind, size]))
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, inside)


@register.filter
def initials(name: str) -> str:
    """First letters of the first and the last word; of an address its first letter."""
    words = [word for word in name.partition("@")[0].split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.filter
def duration(seconds: float) -> str:
    return times.duration(seconds)


@register.filter
def waited(since: datetime) -> str:
    return times.duration((timezone.now() - since).total_seconds())


@register.filter
def unfilled(field: BoundField) -> BoundField:
    """Without a placeholder: the label above says it, and goes on saying it."""
    field.field.widget.attrs.pop("placeholder", None)
    return field


@register.filter
def number(value: float) -> str:
    return times.number(value)
