"""What a person newly wrote, without the quotes and the signature that programs add.

When in doubt it keeps: a quote too much costs a glance, a sentence lost costs a customer.
"""

from keskio.channels.mail import quote_phrases as phrases
from keskio.channels.mail.quote_phrases import REPLY_MARKERS
from keskio.channels.mail.text import QUOTED_BELOW

__all__ = ["REPLY_MARKERS", "new_text", "without_marks"]

MAX_LINES = 5000
MAX_ATTRIBUTION_LINES = 3
MAX_INTRODUCTION = 1000
MAX_SIGNATURE_LINES = 15
MAX_SIGNATURE_BLANKS = 6
MAX_ATTRIBUTION = 300
ENOUGH_HEADERS = 3
LONGEST_HEADER_BLOCK = 14


def new_text(text: str, *, subject: str = "") -> str:
    """The new part of `text`; all of it when nothing else would remain.

    A forwarded mail is what its sender wants to show and stays whole, as `subject` tells.
    """
    lines = _without_marker_on_top([line.rstrip() for line in text.split("\n")])
    if phrases.FORWARDING_SUBJECT.match(subject):
        kept = [line for line in lines if line != QUOTED_BELOW]
    else:
        kept = _without_signature(_without_quotes(lines[:MAX_LINES]))
    return _joined(kept) or without_marks(text).strip("\n ")


def without_marks(text: str) -> str:
    """The text without the marks that the HTML reader left for this module."""
    return text.replace(QUOTED_BELOW + "\n", "").replace(QUOTED_BELOW, "")


def _without_marker_on_top(lines: list[str]) -> list[str]:
    """A mail of ours, or of another such desk, begins with the marker; its text is below."""
    first = next((at for at, line in enumerate(lines) if line), 0)
    return lines[first + 1 :] if _is_marker(lines[first]) else lines


def _joined(lines: list[str]) -> str:
    text = "\n".join(line for line in lines if line != QUOTED_BELOW).strip("\n")
    return text if any(character.isalnum() for character in text) else text.strip()


def _without_quotes(lines: list[str]) -> list[str]:
    cut = _first_cut(lines)
    while cut is not None:
        at, end = cut
        kept = _around(lines, at, end)
        if kept is not None:
            return kept
        cut = _first_cut(lines, end)
    return _without_trailing_quote(lines)


def _around(lines: list[str], at: int, end: int) -> list[str] | None:
    """What is new around a quote introduced by lines `at` to `end`; None to look further on."""
    above, below = lines[:at], lines[end:]
    if _has_words(above) and phrases.INLINE_ANSWERS.search("\n".join(above[-12:])):
        return lines
    if not _starts_quoted(below):
        return above if _has_words(above) else None
    quoted = _quoted_run(below)
    answer = _without_trailing_quote(below[quoted:])
    if not _says_anything(answer):
        return above if _has_words(above) else None
    interleaved = any(_is_quoted(line) for line in answer) or _has_words(above)
    return _without_trailing_quote(lines) if interleaved else answer


def _says_anything(lines: list[str]) -> bool:
    """Whether more than a signature stands below a quote."""
    first = next((line for line in lines if line and line != QUOTED_BELOW), "")
    return first != "--" and not _is_mobile(first) and _has_words(lines)


def _first_cut(lines: list[str], start: int = 0) -> tuple[int, int] | None:
    """First and following line of whatever introduces a quote at or after `start`."""
    at = start
    while at < len(lines):
        line = lines[at]
        if line and (end := _introduction(lines, at, line)):
            return _with_rule_above(lines, at, start), end
        at = _after_forward(lines, at, line)
    return None


def _introduction(lines: list[str], at: int, line: str) -> int:
    """The line after the introduction that begins at line `at`, or 0."""
    if len(line) > MAX_INTRODUCTION:
        return 0
    if line == QUOTED_BELOW:
        return 0 if _forwards(lines, at + 1) else _after_mark(lines, at)
    if line[-1] in "-—" and _is_marker(line):
        return at + 1
    if line.lstrip(" *>")[:2] == "--" and phrases.SEPARATOR.match(line):
        return at + 1
    return _attribution(lines, at, line) or _header_block(lines, at, line)


def _after_mark(lines: list[str], at: int) -> int:
    """After a program's own mark, the attribution below it belongs to the introduction."""
    below = at + 1
    while below < len(lines) and lines[below] in {"", QUOTED_BELOW}:
        below += 1
    return (_attribution(lines, below, lines[below]) if below < len(lines) else 0) or at + 1


def _is_marker(line: str) -> bool:
    return line.strip("> *-—–").lower() in phrases.MARKERS


def _attribution(lines: list[str], at: int, line: str) -> int:
    """ "On Monday … wrote:", perhaps wrapped over three lines."""
    if line.startswith(">") and not line.lstrip("> ")[:1].isalnum():
        return 0
    for count in range(1, MAX_ATTRIBUTION_LINES + 1):
        last = lines[at + count - 1] if at + count <= len(lines) else ""
        if not last or last == QUOTED_BELOW or (count > 1 and not _may_wrap(line, last)):
            return 0
        if last.endswith((":", "wrote", "skrev", "kirjoitti")) and _is_attribution(
            " ".join(part.strip("> *") for part in lines[at : at + count])
        ):
            return at + count
    return 0


def _may_wrap(first: str, last: str) -> bool:
    opens = phrases.STARTS_ATTRIBUTION.match(first) or phrases.HAS_ADDRESS.search(first)
    return bool(opens) and len(last) <= MAX_ATTRIBUTION


def _is_attribution(text: str) -> bool:
    if len(text) > MAX_ATTRIBUTION:
        return False
    if phrases.ENDS_ATTRIBUTION.search(text):
        starts = phrases.STARTS_ATTRIBUTION.match(text) or phrases.HAS_ADDRESS.search(text)
        return bool(starts and (phrases.HAS_TIME.search(text) or "@" in text))
    if phrases.BARE_ATTRIBUTION.match(text):
        return True
    inside = phrases.WROTE_INSIDE.search(text)
    if inside and phrases.STARTS_ATTRIBUTION.match(text):
        return bool(phrases.HAS_TIME.search(text))
    return bool(inside and phrases.DATE_AND_TIME.search(inside[0]))


def _header_block(lines: list[str], at: int, line: str) -> int:
    """ "From: … Sent: … To: …" as Outlook writes it, in any of the languages."""
    if ":" not in line[:24] or not phrases.FIRST_HEADER_LINE.match(line):
        return 0
    end, found, sender = at, 0, False
    for index in range(at, min(at + LONGEST_HEADER_BLOCK, len(lines))):
        current = lines[index]
        if phrases.HEADER_LINE.match(current):
            end, found = index + 1, found + 1
            sender = sender or bool(phrases.FROM_LINE.match(current))
        elif not current and (found >= ENOUGH_HEADERS or index > end):
            break
    return end if found >= ENOUGH_HEADERS and sender else 0


def _with_rule_above(lines: list[str], at: int, start: int) -> int:
    """Rules, marks, markers and blank lines just above an introduction belong to it."""
    while at > start and (
        lines[at - 1] in {"", QUOTED_BELOW}
        or phrases.RULE.match(lines[at - 1])
        or phrases.SEPARATOR.match(lines[at - 1])
    ):
        at -= 1
    return at


def _forwards(lines: list[str], at: int) -> bool:
    below = [line for line in lines[at : at + 4] if line.strip("> ")]
    return bool(below and phrases.FORWARDED.match(below[0]))


def _after_forward(lines: list[str], at: int, line: str) -> int:
    """The line to look at next; the header block of a forwarded mail introduces no quote."""
    if len(line) < MAX_INTRODUCTION and phrases.FORWARDED.match(line):
        block = next((i for i in range(at + 1, min(at + 5, len(lines))) if lines[i]), at + 1)
        return max(_header_block(lines, block, lines[block]) if block < len(lines) else 0, at + 1)
    return at + 1


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def _starts_quoted(lines: list[str]) -> bool:
    first = next((line for line in lines if line and line != QUOTED_BELOW), "")
    return _is_quoted(first)


def _quoted_run(lines: list[str]) -> int:
    """How many lines the quote at the top of `lines` takes, blank ones among them."""
    end = 0
    for index, line in enumerate(lines):
        if _is_quoted(line):
            end = index + 1
        elif line and line != QUOTED_BELOW:
            break
    return end


def _without_trailing_quote(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and (not lines[end - 1] or _is_quoted(lines[end - 1])):
        end -= 1
    quoted = any(_is_quoted(line) for line in lines[end:])
    return lines[: _attribution_above(lines, end)] if quoted and _has_words(lines[:end]) else lines


def _attribution_above(lines: list[str], end: int) -> int:
    for count in range(1, MAX_ATTRIBUTION_LINES + 1):
        if end >= count and _attribution(lines, end - count, lines[end - count]) == end:
            return end - count
    return end


def _without_signature(lines: list[str]) -> list[str]:
    for at in range(max(0, len(lines) - MAX_SIGNATURE_LINES - 1), len(lines)):
        line = lines[at]
        if (line == "--" or _is_mobile(line)) and _has_words(lines[:at]):
            return lines[:at] if line == "--" or _ends_here(lines, at) else lines
    return lines


def _is_mobile(line: str) -> bool:
    start = line.strip(" *_").lower()
    return start.startswith(phrases.SENT_WORDS) and bool(phrases.MOBILE_SIGNATURE.match(start))


def _ends_here(lines: list[str], at: int) -> bool:
    """A program's signature is the last line but for blank ones, rules and addresses."""
    return not any(line.count(" ") > MAX_SIGNATURE_BLANKS for line in lines[at + 1 :])


def _has_words(lines: list[str]) -> bool:
    return any(character.isalnum() for line in lines if not _is_quoted(line) for character in line)
