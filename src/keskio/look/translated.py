"""Templates compiled once for each language, with their words already in it.

A page says two hundred things by `{% translate "…" %}`; to look each up again for every reader was
a tenth of what a page cost. Settings name the loader, and this library in place of Django's i18n.
"""

from typing import Any

from django.template import Context, Library, Origin
from django.template.base import Node, Parser, TextNode, Token
from django.template.loaders import cached
from django.templatetags import i18n
from django.utils.translation import get_language

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
