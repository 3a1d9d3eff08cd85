"""What is seen of a case at a glance, in a list and on its page: how much it presses, its tags."""

from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from html import escape

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from keskio.cases.models import Priority
from keskio.clients.models import Colour
from keskio.interfaces.desk.words import PRIORITIES, SHAPES
from keskio.look.icons import icon

AT_MOST = 2
"""Tags in a row; of the others it says how many there are."""
ALARM = {Priority.URGENT: "red", Priority.HIGH: "amber"}

Named = tuple[str, str]
"""A tag's name and colour."""


@lru_cache(maxsize=1000)
def chip(name: str, colour: str) -> SafeString:
    """A tag, with a colour that is never alone: each has its shape."""
    return format_html(
        '<span class="tag" data-counter="{}">{}<span class="clip">{}</span></span>',
        colour,
        _shape(colour),
        name,
    )


@cache
def _shape(colour: str) -> SafeString:
    return icon(f"shape-{SHAPES[Colour(colour)]}")


def flag(priority: int) -> SafeString:
    """Nothing for what presses no more than others."""
    return _flag(priority, get_language()) if priority in ALARM else SafeString("")


@cache
def _flag(priority: int, _language: str) -> SafeString:
    level = Priority(priority)
    word = str(PRIORITIES[level])
    return format_html(
        '<span class="pressing {}" title="{}">{}</span>',
        ALARM[level],
        word,
        icon("flag", label=word),
    )


def chips(tag_ids: Collection[int], known: Mapping[int, Named]) -> str:
    """The first tags by name; what is not known any more was removed."""
    if not tag_ids:
        return ""
    carried = sorted(known[pk] for pk in tag_ids if pk in known)
    shown = "".join(chip(name, colour) for name, colour in carried[:AT_MOST])
    more = [name for name, _ in carried[AT_MOST:]]
    if more:
        shown += f'<span class="tag" title="{escape(", ".join(more))}">+{len(more)}</span>'
    return f'<span class="tagged">{shown}</span>' if shown else ""
