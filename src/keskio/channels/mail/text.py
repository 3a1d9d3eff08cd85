"""Readable plain text of HTML and of format=flowed."""

import re
from html import unescape

import nh3

from keskio.channels.mail.html_limits import bounded

QUOTED_BELOW = "\x02"
"""Stands, on a line of its own, where the sender's program said that a quote begins."""

MAX_QUOTES = 20
BLOCKS = frozenset(
    "address blockquote center dd div dl dt figure h1 h2 h3 h4 h5 h6 hr li ol p pre table tr"
    " ul".split()
)
SPACED = frozenset("p h1 h2 h3 h4 h5 h6 table ul ol blockquote pre".split())
KEPT = {*BLOCKS, "br", "td", "th", "a", "span", "img", "o:p"}
QUOTE_MARKS = (
    "gmail_quote",
    "gmail_attr",
    "moz-cite-prefix",
    "yahoo_quoted",
    "protonmail_quote",
    "divrplyfwdmsg",
    "olk_src_body_section",
    "appendonsend",
    "mail-editor-reference-message-container",
    "zmail_extra",
    "tutanota_quote",
    "ms-outlook-mobile-reference-message",
    "isforwardcontent",
    "yahooquoted",
    "zwchr",
    "stopspelling",
    "hmmessage_quote",
)
OUTLOOK_RULE = re.compile(
    r"border-top:\s*solid\s+#?(?:b5c4df|e1e1e1)\s+1\.0pt|border:none;\s*border-top:\s*solid\b",
    re.IGNORECASE,
)
TOKEN = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>")
ATTRIBUTE = re.compile(r'(href|class|id|style|alt)="([^"]*)"')
SPACES = re.compile(r"[ \t\n\xa0]+")
CLEANER = nh3.Cleaner(
    tags=KEPT - {"o:p"},
    clean_content_tags=set(
        "script style head title template noscript svg math textarea xml".split()
    ),
    attributes={"*": {"class", "id", "style"}, "a": {"href"}, "img": {"alt"}},
    link_rel=None,
)


def of_html(html: str) -> str:
    """Plain text of any HTML: blockquotes as "> ", links with their address, quotes marked."""
    clean = CLEANER.clean(bounded(html)).replace(QUOTED_BELOW, "")
    return _Writer().write(clean)


class _Writer:
    """Walks over cleaned, hence well-formed, HTML once."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.quotes = 0
        self.preformatted = 0
        self.link = ""

    def write(self, html: str) -> str:
        at = 0
        for token in TOKEN.finditer(html):
            self._text(html[at : token.start()])
            self._tag(token[1] == "/", token[2], token[3])
            at = token.end()
        self._text(html[at:])
        self._end_line()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self.lines)).strip("\n")

    def _text(self, text: str) -> None:
        if not text:
            return
        if self.preformatted:
            first, *others = unescape(text).split("\n")
            self.line.append(first)
            for other in others:
                self._end_line()
                self.line.append(other)
        else:
            self.line.append(unescape(SPACES.sub(" ", text)).replace("\xa0", " "))

    def _tag(self, closing: bool, name: str, attributes: str) -> None:  # noqa: FBT001
        if name == "br":
            self._end_line(even_empty=True)
        elif name in BLOCKS:
            self._block(name, closing=closing)
        elif name in {"td", "th"} and closing:
            self.line.append(" ")
        elif name == "a":
            self._anchor(attributes, closing=closing)
        if attributes and not closing:
            self._attributes(name, attributes)

    def _block(self, name: str, *, closing: bool) -> None:
        self._end_line()
        if name == "blockquote" and closing:
            self.quotes = max(0, self.quotes - 1)
        if name in SPACED:
            self._part()
        if name == "blockquote" and not closing:
            self.quotes = min(MAX_QUOTES, self.quotes + 1)
        elif name == "pre":
            self.preformatted = max(0, self.preformatted + (-1 if closing else 1))
        elif name == "li" and not closing:
            self.line.append("- ")
        elif name == "hr":
            self.lines.append("> " * self.quotes + "-" * 20)

    def _part(self) -> None:
        """One blank line, quoted as deep as what follows it."""
        if self.lines and not self.lines[-1].strip("> "):
            self.lines.pop()
        if self.lines:
            self.lines.append(("> " * self.quotes).rstrip())

    def _attributes(self, name: str, attributes: str) -> None:
        values = dict(ATTRIBUTE.findall(attributes))
        marks = f"{values.get('class', '')} {values.get('id', '')}".lower()
        marked = any(mark in marks for mark in QUOTE_MARKS) if marks != " " else False
        if marked or (values.get("style") and OUTLOOK_RULE.search(values["style"])):
            self._mark_quote()
        if name == "img" and values.get("alt"):
            self.line.append(f"[{unescape(values['alt'])}]")

    def _mark_quote(self) -> None:
        if not self.quotes:
            self._end_line()
            self.lines.append(QUOTED_BELOW)

    def _anchor(self, attributes: str, *, closing: bool) -> None:
        if not closing:
            found = dict(ATTRIBUTE.findall(attributes)).get("href", "")
            self.link = unescape(found) if found.startswith(("http://", "https://")) else ""
            return
        shown = "".join(self.line)
        if self.link and self.link.removesuffix("/").partition("//")[2] not in shown:
            self.line.append(f" <{self.link}>")
        self.link = ""

    def _end_line(self, *, even_empty: bool = False) -> None:
        text = "".join(self.line)
        text = text.rstrip() if self.preformatted else " ".join(text.split())
        if text or even_empty:
            self.lines.append(("> " * self.quotes + text).rstrip())
        self.line = []


def unflowed(text: str, *, delete_space: bool = False) -> str:
    """Text of format=flowed (RFC 3676) with its soft line breaks joined."""
    out: list[str] = []
    flowing = -1
    for raw in text.split("\n"):
        depth = len(raw) - len(raw.lstrip(">"))
        body = raw[depth:].removeprefix(" ")
        soft = body.endswith(" ") and body != "-- "
        kept = body[:-1] if soft and delete_space else body
        if flowing == depth and body != "-- ":
            out[-1] += kept
        else:
            out.append((">" * depth + " " if depth else "") + kept)
        flowing = depth if soft else -1
    return "\n".join(out)
