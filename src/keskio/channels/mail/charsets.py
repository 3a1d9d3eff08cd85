"""Bytes to text, whatever the label says."""

import re
import unicodedata

LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]{0,39}")
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
MULTIBYTE = (
    "utf",
    "iso-2022",
    "euc",
    "gb",
    "big5",
    "shift",
    "sjis",
    "cp932",
    "ks_c",
    "hz",
    "cp949",
)
REFUSED = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"})
ALIASES = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "ansi": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "cp-850": "cp850",
    "unicode-1-1-utf-7": "utf-7",
}
UNDECOMPOSED = (
    ("ł", "l"),
    ("ø", "o"),
    ("æ", "ae"),
    ("ß", "ss"),
    ("đ", "d"),
    ("’", "'"),
    ("\xa0", " "),
)


def decode(content: bytes, label: str = "") -> str:
    """Text of `content`: by its label unless another reading is plainly right; never fails."""
    if content.isascii() and b"\x1b" not in content and not label.lower().startswith("utf-"):
        return content.decode("ascii")
    for name in _readings(label.strip(" \"'").lower()):
        try:
            return without_surrogates(content.decode(name))
        except (LookupError, ValueError):
            continue
    return content.decode("latin-1")


def _readings(label: str) -> tuple[str, ...]:
    """UTF-8 before any single-byte charset: other text is hardly ever valid UTF-8 by chance."""
    name = ALIASES.get(label, label)
    if not LABEL.fullmatch(name) or name.replace("-", "_") in REFUSED:
        return ("utf-8", "cp1252")
    if name.startswith(MULTIBYTE):
        return (name, "utf-8", "cp1252")
    return ("utf-8", name, "cp1252")


def without_surrogates(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def clean_text(text: str) -> str:
    """Text of many lines without control characters; tabs and line feeds stay."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return CONTROLS.sub("", text) if CONTROLS.search(text) else text


def clean_line(text: str) -> str:
    """Text of one line, free of control characters, with single spaces."""
    return " ".join(CONTROLS.sub(" ", without_surrogates(text)).split())


def folded(text: str) -> str:
    """Lower-case ASCII skeleton of Latin text, in which phrases are looked up."""
    lowered = text.lower()
    if not lowered.isascii():
        for letter, plain in UNDECOMPOSED:
            lowered = lowered.replace(letter, plain)
        lowered = unicodedata.normalize("NFKD", lowered).encode("ascii", "ignore").decode()
    return " ".join(lowered.split())
