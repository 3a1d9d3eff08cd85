"""What agents write, Markdown, as HTML that is safe to send and to show."""

import re
from collections.abc import Mapping
from itertools import pairwise

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

MAX_FORMATTED = 100_000
"""A longer text is a paste of something else: it is shown as it is."""
CID = "cid:"
BARE_LINK = re.compile(r"https?://[^\s<>\"]{1,2000}")
IMAGE = re.compile(r"!\[([^\]\n]{0,200})\]\(cid:[^)\s]{1,200}\)")
SPECIAL = re.compile(r"[*_`#>\[\]~|<&\\]|https?://|^ {0,3}(?:[-+=]|\d+[.)])|^ {4}|\t", re.MULTILINE)
TAGS = set("p br hr em strong s a ul ol li blockquote code pre h1 h2 h3 h4 h5 h6 img".split())
SCHEMES = {"http", "https", "mailto", "tel", "cid"}


def looks_plain(text: str) -> bool:
    """Whether formatting would change nothing but the ends of lines."""
    return len(text) > MAX_FORMATTED or not SPECIAL.search(text)


def to_html(text: str, *, images: Mapping[str, str] | None = None) -> str:
    """`images` says by Content-ID where a picture of the message's own lies; others are left out.

    HTML in the text stays text; a text over MAX_FORMATTED is kept as it was typed.
    """
    sources = images or {}
    if len(text) > MAX_FORMATTED:
        return f"<pre>{nh3.clean_text(text)}</pre>\n"
    tokens = MARKDOWN.parse(text)
    for token in tokens:
        token.children = _with_sources(token.children, sources) if token.children else None
    html: str = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href", "title"}, "img": {"src", "alt"}, "ol": {"start"}},
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )


def without_pictures(text: str) -> str:
    """For the plain part of a mail: a picture's name in its place."""
    return IMAGE.sub(lambda found: f"[{found[1]}]" if found[1] else "", text)


def content_ids(text: str) -> set[str]:
    """Of the pictures that the text shows."""
    return set(re.findall(r"\]\(cid:([^)\s]{1,200})\)", text))


def _with_sources(tokens: list[Token], sources: Mapping[str, str]) -> list[Token]:
    kept = []
    for token in tokens:
        if token.type == "image":
            asked = str(token.attrs.get("src", ""))
            source = sources.get(asked.removeprefix(CID)) if asked.startswith(CID) else None
            if source is None:
                continue
            token.attrs["src"] = source
        kept.append(token)
    return kept


def _link_bare_addresses(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline" and token.children and BARE_LINK.search(token.content):
            token.children = _linked(token.children)


def _linked(tokens: list[Token]) -> list[Token]:
    linked: list[Token] = []
    depth = 0
    for token in tokens:
        depth += token.nesting if token.type in {"link_open", "link_close"} else 0
        linked += _split(token) if token.type == "text" and not depth else [token]
    return linked


def _split(token: Token) -> list[Token]:
    """A text, its bare addresses made links; what ends a sentence is none of an address."""
    places = [(found.start(), found[0].rstrip(".,;:!?)'»”")) for found in _addresses(token)]
    if not places:
        return [token]
    parts: list[Token] = [_text(token.content[: places[0][0]])]
    for (start, address), (following, _) in pairwise([*places, (len(token.content), "")]):
        parts += [
            Token("link_open", "a", 1, attrs={"href": address}),
            _text(address),
            Token("link_close", "a", -1),
            _text(token.content[start + len(address) : following]),
        ]
    return parts


def _addresses(token: Token) -> list[re.Match[str]]:
    return list(BARE_LINK.finditer(token.content))


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _markdown() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True})
    made.enable("strikethrough")
    made.core.ruler.push("bare_addresses", _link_bare_addresses)
    made.validateLink = _may_link  # type: ignore[method-assign]
    return made


def _may_link(url: str) -> bool:
    scheme, colon, _ = url.strip().partition(":")
    return not colon or scheme.lower() in SCHEMES or "/" in scheme


MARKDOWN = _markdown()
