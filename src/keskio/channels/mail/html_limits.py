"""HTML rewritten so that reading it takes a bounded time.

HTML5's rules let a small page cost minutes: depth and attributes enter squared, and what is an
open tag depends on quotes and on what was left open before. So anything large is written anew,
well nested, with few attributes and of a limited depth, before a real parser sees it.
"""

import re
from collections import Counter

MAX_HTML = 1_000_000
MAX_DEPTH = 150
MAX_ATTRIBUTES = 30
HARMLESS_TAGS = 400
HARMLESS_SIZE = 50_000
TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<[!?][^>]{0,4000}+>?"
    r"|<(/?)([a-zA-Z][a-zA-Z0-9:]{0,30}+)((?:[^>\"']|\"[^\"]*+\"|'[^']*+'){0,2000}+)>",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r"([a-zA-Z][\w:-]{0,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
RAW = frozenset("script style title textarea xmp iframe noembed noframes plaintext".split())
VOID = frozenset("br img hr col wbr meta link input base area embed param source track".split())
FOREIGN = frozenset("svg math template select option noscript html body head frameset".split())
REPEATED = frozenset("p li td th tr dd dt tbody thead tfoot a".split())
ESCAPED = str.maketrans({"<": "&lt;", ">": "&gt;", '"': "&quot;"})


def bounded(html: str) -> str:
    """The HTML itself when it is small, or one that reads alike, at most a million characters."""
    if html.count("<") <= HARMLESS_TAGS and len(html) <= HARMLESS_SIZE:
        return html
    return _Rewriter().rewrite(html[:MAX_HTML])


class _Rewriter:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.open: list[str] = []
        self.dropped: Counter[str] = Counter()

    def rewrite(self, html: str) -> str:
        at = 0
        while token := TOKEN.search(html, at):
            self.out.append(html[at : token.start()].replace("<", "&lt;"))
            at = token.end()
            name = (token[2] or "").lower()
            if name in RAW and not token[1]:
                closed = re.compile(f"</{name}[^>]*>", re.IGNORECASE).search(html, at)
                at = closed.end() if closed else len(html)
            elif name and name not in FOREIGN:
                self._tag(token[1] == "/", name, token[3])
        self.out.append(html[at:].replace("<", "&lt;"))
        return "".join(self.out)

    def _tag(self, closing: bool, name: str, attributes: str) -> None:  # noqa: FBT001
        if closing:
            self._close(name)
            return
        if name in REPEATED and self.open and self.open[-1] == name:
            self._close(name)
        if name not in VOID:
            if len(self.open) >= MAX_DEPTH:
                self.dropped[name] += 1
                return
            self.open.append(name)
        self.out.append(f"<{name}{_few(attributes)}>")

    def _close(self, name: str) -> None:
        if self.dropped[name]:
            self.dropped[name] -= 1
        elif name in self.open:
            while (last := self.open.pop()) != name:
                self.out.append(f"</{last}>")
            self.out.append(f"</{name}>")


def _few(attributes: str) -> str:
    if "=" not in attributes:
        return ""
    found = ATTRIBUTE.findall(attributes)[:MAX_ATTRIBUTES]
    values = (
        (name, (double or single or bare).translate(ESCAPED))
        for name, double, single, bare in found
    )
    return "".join(f' {name}="{value}"' for name, value in values)
