"""Icons are symbols of one file, drawn in the colour of the text beside them."""

from functools import cache, lru_cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString


@cache
def _sprite() -> str:
    return static("look/icons.svg")


@lru_cache(maxsize=1024)
def icon(name: str, *, label: str = "", size: str = "") -> SafeString:
    """Beside its word an icon is hidden from those who listen; alone it needs a `label`."""
    hidden = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="icon{}" {}><use href="{}#{}"></use></svg>',
        f" {size}" if size else "",
        hidden if label else SafeString(hidden),
        _sprite(),
        name,
    )
