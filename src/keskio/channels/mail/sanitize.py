"""HTML from outside made safe to show, in a sandboxed frame with its own policy besides."""

import re
from collections.abc import Mapping
from html import escape, unescape

import nh3

from keskio.channels.mail.html_limits import bounded

TAGS = frozenset(
    "a abbr address b big blockquote br caption center cite code col colgroup dd del dfn div dl dt"
    " em figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small"
    " span strike strong sub sup table tbody td tfoot th thead tr tt u ul var".split()
)
GONE = frozenset(
    "script style head title template noscript iframe object embed applet svg math textarea select"
    " option button xml frameset noframes audio video canvas".split()
)
ATTRIBUTES = {
    "*": {"style", "dir", "lang", "align", "valign", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "data-remote-src", "data-cid"},
    "table": {"width", "border", "cellpadding", "cellspacing", "bgcolor"},
    "td": {"width", "height", "colspan", "rowspan", "bgcolor", "nowrap"},
    "th": {"width", "height", "colspan", "rowspan", "bgcolor", "nowrap"},
    "tr": {"bgcolor"},
    "col": {"width", "span"},
    "font": {"color", "size", "face"},
    "ol": {"start", "type"},
    "li": {"value"},
}
STYLES = frozenset(
    "color background-color font-family font-size font-style font-weight line-height text-align"
    " text-decoration text-indent vertical-align white-space width max-width margin margin-top"
    " margin-bottom margin-left margin-right padding padding-top padding-bottom padding-left"
    " padding-right border border-top border-bottom border-left border-right border-collapse"
    " border-color border-style border-width list-style-type".split()
)
UNSAFE_STYLE = re.compile(
    r"[\\@<>]|url\s*\(|expression|image|javascript:|var\s*\(|/\*|-\d", re.IGNORECASE
)
INLINE_PICTURE = re.compile(
    r"data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE
)
IMAGE = re.compile(r'<img\b([^>]*?)\ssrc="([^"]*)"')
REMOTE = re.compile(r'(<img\b[^>]*?\s)data-remote-src="([^"]*)"')
CONTENT_ID = re.compile(r'(<img\b[^>]*?\s)data-cid="([^"]*)"')


def sanitize(html: str) -> str:
    """HTML that runs nothing, loads nothing, and leaves the page around it alone.

    A remote image keeps its address in `data-remote-src`, one sent along in `data-cid`.
    """
    return IMAGE.sub(_held_back, CLEANER.clean(bounded(html)))


def with_remote_images(html: str) -> str:
    """Sanitised HTML whose remote images load: for a reader who asked for them."""
    return REMOTE.sub(r'\1src="\2"', html)


def with_inline_images(html: str, urls: Mapping[str, str]) -> str:
    """Sanitised HTML with the images sent along shown from `urls` (by content id)."""

    def shown(image: re.Match[str]) -> str:
        url = urls.get(unescape(image[2]))
        return f'{image[1]}src="{escape(url)}"' if url else image[0]

    return CONTENT_ID.sub(shown, html)


def _held_back(image: re.Match[str]) -> str:
    before, source = image.groups()
    if source[:5].lower() == "data:":
        return image[0]
    if source[:4].lower() == "cid:":
        return f'<img{before} data-cid="{source[4:]}"'
    return f'<img{before} data-remote-src="{source}"'


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "style":
        return None if UNSAFE_STYLE.search(unescape(value)) else value
    if name == "src":
        return _source(value.strip())
    if name.startswith("data-"):  # ours to set
        return None
    return None if name == "href" and value.strip().lower().startswith(("data:", "cid:")) else value


def _source(value: str) -> str | None:
    scheme = value[:8].lower()
    if scheme.startswith("data:"):
        return value if INLINE_PICTURE.fullmatch(value) else None
    return value if scheme.startswith(("cid:", "http://", "https://")) else None


CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=set(GONE),
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    filter_style_properties=set(STYLES),
    link_rel="noopener noreferrer nofollow",
    set_tag_attribute_values={"a": {"target": "_blank"}},
    url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
    url_relative="deny",
)
