"""Templates compiled once for each language, with what never changes in it already there.

A page says two hundred things by `{% translate "…" %}`; to look each up again for every reader was
a tenth of what a page cost. Settings name the loader, this library in place of Django's i18n, and
its `url` in place of Django's.
"""

from functools import cache
from typing import Any

from django.template import Context, Library, Origin, defaulttags
from django.template.base import FilterExpression, Node, Parser, TextNode, Token
from django.template.loaders import cached
from django.templatetags import i18n
from django.urls import get_script_prefix, reverse
from django.utils.html import conditional_escape
from django.utils.translation import get_language

MARK = 7_419_000_000_000
"""Numbers from here on stand for those of a page while its address is put together."""

register = Library()
register.tags |= i18n.register.tags
register.filters |= i18n.register.filters


class Loader(cached.Loader):
    """Django's own, which remembers what it compiled, with a memory for each language."""

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        return f"{get_language()}:{super().cache_key(template_name, skip)}"


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    """As Django's, but a text that is given in the template is looked up when that is compiled."""
    node: Any = i18n.do_translate(parser, token)
    said, about = node.filter_expression, node.message_context
    is_given = said.var.literal is not None and not said.filters
    if is_given and (about is None or isinstance(about.var, str)) and not node.asvar:
        return TextNode(node.render(Context()))
    return node  # type: ignore[no-any-return]


@register.tag
def url(parser: Parser, token: Token) -> Node:
    """As Django's; an address that was put together is not put together again."""
    node: Any = defaulttags.url(parser, token)
    return node if node.asvar or node.kwargs else Address(node.view_name, node.args)


class Address(Node):
    """Of a page, with the numbers and words that belong in it."""

    def __init__(self, page: FilterExpression, args: list[FilterExpression]) -> None:
        self._page, self._args = page, args

    def render(self, context: Context) -> str:
        page, *args = [one.resolve(context) for one in (self._page, *self._args)]
        address = _address(page, args)
        return conditional_escape(address) if context.autoescape else address


def _address(page: str, args: list[object]) -> str:
    if not all(isinstance(one, int) and one >= 0 for one in args):
        return reverse(page, args=args)
    pattern = _pattern(get_script_prefix(), page, len(args))
    return pattern.format(*args) if args else pattern


@cache
def _pattern(_prefix: str, page: str, numbers: int) -> str:
    """Of a page's address, with places for its numbers."""
    marks = range(MARK, MARK + numbers)
    address = reverse(page, args=marks)
    for mark in marks:
        address = address.replace(str(mark), "{}", 1)
    return address
