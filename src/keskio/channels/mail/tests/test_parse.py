import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keskio.channels.inbound import Address, Inbound
from keskio.channels.mail import body, mime
from keskio.channels.mail.parse import parse

HEAD = b"From: Eva <eva@y.example>\nSubject: Hi\nMIME-Version: 1.0\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=x\n\n"
SEED = (
    b'From: =?utf-8?q?P=C3=A4ivi?= <a@b.example>\nTo: <c@d.example>, "x, y" <e@f.example>\n'
    b"Subject: =?iso-8859-1?b?5OQ=?=\nDate: Mon, 5 Jan 2026 08:00:00 +0200\nMessage-ID: <1@b>\n"
    b'References: <0@b> <00@b>\nContent-Type: multipart/mixed; boundary="x"\n\n--x\n'
    b"Content-Type: multipart/alternative; boundary=y\n\n--y\nContent-Type: text/plain; "
    b"charset=utf-8; format=flowed\n\nhei \nvaan\n> q\n--y\nContent-Type: text/html\n\n"
    b"<p>hei</p><blockquote>q</blockquote>\n--y--\n--x\nContent-Type: application/pdf; name=a.pdf\n"
    b"Content-Transfer-Encoding: base64\n\nQUJD\n--x--\n"
)


def timed(raw: bytes) -> tuple[Inbound, float]:
    start = time.thread_time()
    return parse(raw), time.thread_time() - start


class TestParse:
    def test_reads_who_what_and_when(self) -> None:
        inbound = parse(SEED)
        assert inbound.sender == Address("Päivi", "a@b.example")
        assert [address.email for address in inbound.to] == ["c@d.example", "e@f.example"]
        assert inbound.subject == "ää"
        assert inbound.sent_at == datetime(2026, 1, 5, 6, tzinfo=UTC)
        assert (inbound.message_id, inbound.references) == ("<1@b>", ("<0@b>", "<00@b>"))
        assert inbound.text == "hei vaan"
        assert inbound.full_text == "hei vaan\n> q"
        assert "<p>hei</p>" in inbound.html
        assert [(a.name, a.content) for a in inbound.attachments] == [("a.pdf", b"ABC")]

    @pytest.mark.parametrize("newline", [b"\r", b"\r\n"])
    def test_reads_every_newline_form_alike(self, newline: bytes) -> None:
        assert parse(SEED.replace(b"\n", newline)) == parse(SEED)

    def test_derives_a_missing_message_id_from_the_bytes(self) -> None:
        first, again, other = (parse(HEAD + b"\n" + text).message_id for text in (b"a", b"a", b"b"))
        assert first == again != other
        assert first.startswith("<")

    def test_keeps_words_in_one_charset_that_are_split_amid_a_character(self) -> None:
        raw = HEAD.replace(b"Hi", b"=?utf-8?b?w6TD?=\n =?utf-8?b?pA==?=") + b"\nx"
        assert parse(raw).subject == "ää"

    @pytest.mark.parametrize(
        ("label", "content", "text"),
        [
            (b"us-ascii", "käyttö".encode(), "käyttö"),
            (b"iso-8859-1", "käyttö".encode(), "käyttö"),
            (b"utf-8", "käyttö".encode("cp1252"), "käyttö"),
            (b"nonsense", "käyttö".encode("cp1252"), "käyttö"),
            (b"iso-8859-2", "żółw".encode("iso-8859-2"), "żółw"),
            (b"iso-2022-jp", "猫".encode("iso-2022-jp"), "猫"),
            (b"zlib", b"x", "x"),
            (b"utf-7", b"a+2AA-b", "a?b"),
        ],
    )
    def test_reads_any_charset_and_wrong_labels(
        self, label: bytes, content: bytes, text: str
    ) -> None:
        raw = HEAD + b"Content-Type: text/plain; charset=" + label + b"\n\n" + content
        assert parse(raw).text == text

    def test_prefers_text_unless_it_says_nothing(self) -> None:
        form = b"--x\nContent-Type: text/%s\n\n%s\n"
        head = HEAD + b"Content-Type: multipart/alternative; boundary=x\n\n"
        html = form % (b"html", b"<p>Hei<br>vaan</p>")
        assert parse(head + form % (b"plain", b"Moi") + html + b"--x--").text == "Moi"
        assert parse(head + form % (b"plain", b" ") + html + b"--x--").text == "Hei\nvaan"

    def test_attaches_an_encrypted_mail(self) -> None:
        raw = (
            HEAD + b"Content-Type: multipart/encrypted; boundary=x\n\n--x\n"
            b"Content-Type: application/pgp-encrypted\n\nVersion: 1\n--x\n"
            b"Content-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\n--x--\n"
        )
        inbound = parse(raw)
        assert (inbound.text, inbound.problems) == ("", (body.ENCRYPTED,))
        assert [attachment.name for attachment in inbound.attachments] == ["encrypted.asc"]

    def test_encloses_forwarded_mails_whole(self) -> None:
        raw = MIXED + b"--x\n\nSee\n--x\nContent-Type: message/rfc822\n\nSubject: In\n\nx\n--x--"
        inbound = parse(raw)
        assert inbound.text == "See"
        assert [attachment.name for attachment in inbound.attachments] == ["message.eml"]

    def test_cleans_file_names(self) -> None:
        name = b'Content-Disposition: attachment; filename="../../etc/\x01pass\\wd.exe"\n\nx'
        inbound = parse(MIXED + b"--x\n" + name + b"\n--x--")
        assert [attachment.name for attachment in inbound.attachments] == ["wd.exe"]

    def test_reads_a_multipart_that_is_broken(self) -> None:
        assert parse(HEAD + b"Content-Type: multipart/mixed\n\nHello").text == "Hello"
        assert parse(MIXED + b"--x\n\nHello").text == "Hello"


class TestHostileMail:
    def test_nested_2000_deep_is_contained(self) -> None:
        level = b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n"
        raw = HEAD + b"".join(level % (n, n) for n in range(2000)) + b"\nhello\n"
        inbound, seconds = timed(raw)
        assert mime.TOO_DEEP in inbound.problems
        assert seconds < 2

    def test_of_10000_parts_keeps_200(self) -> None:
        inbound, seconds = timed(MIXED + b"--x\nContent-Type: text/plain\n\nhi\n" * 10_000)
        assert mime.TOO_MANY_PARTS in inbound.problems
        assert len(inbound.attachments) < mime.MAX_PARTS
        assert seconds < 2

    def test_of_50_megabytes_takes_bounded_time(self) -> None:
        inbound, seconds = timed(HEAD + b"\n" + b"word word\n" * 5_000_000)
        assert body.TOO_LONG in inbound.problems
        assert len(inbound.full_text) <= body.MAX_TEXT_BYTES
        assert seconds < 5

    @pytest.mark.parametrize(
        "html",
        [
            b"<div>" * 200_000,
            b"<b><a><i>" * 100_000,
            b"<!--" * 200_000,
            b"<blockquote>a" * 50_000,
            b"<a " + b"a=1 b " * 100_000 + b">",
            b"<span><div></span></div>" * 30_000,
        ],
        ids=["deep", "formatting", "comments", "quotes", "attributes", "misnested"],
    )
    def test_html_takes_bounded_time(self, html: bytes) -> None:
        assert timed(HEAD + b"Content-Type: text/html\n\n" + html)[1] < 5

    def test_zip_bomb_is_never_unpacked(self) -> None:
        part = b"--x\nContent-Type: application/zip; name=b.zip\n\nPK\x03\x04bomb\n--x--"
        assert parse(MIXED + part).attachments[0].content == b"PK\x03\x04bomb"

    def test_loses_nul_bytes_and_lone_surrogates(self) -> None:
        raw = b"From: a\x00b <a@b.example>\nSubject: x\x00y =?utf-16?b?2AA=?=\n\na\x00b\x1b[31m"
        inbound = parse(raw)
        for text in (inbound.subject, inbound.text, inbound.sender.name):
            assert "\x00" not in text
            assert text.encode()
        assert inbound.text == "ab[31m"

    def test_cannot_inject_header_lines(self) -> None:
        raw = HEAD.replace(b"Hi", b"=?utf-8?q?Hi=0D=0ABcc:_evil@e.example?=") + b"\nx"
        assert parse(raw).subject == "Hi Bcc: evil@e.example"

    def test_script_and_style_do_not_reach_the_text(self) -> None:
        html = b"<style>p{}</style><script>alert(1)</script><p onclick=x>Hi</p>"
        inbound = parse(HEAD + b"Content-Type: text/html\n\n" + html)
        assert inbound.text == "Hi"
        assert inbound.html.strip() == "<p>Hi</p>"

    @given(st.binary(max_size=2000))
    @settings(deadline=None)
    def test_never_raises_on_any_bytes(self, raw: bytes) -> None:
        assert parse(raw).message_id

    @given(st.lists(st.tuples(st.integers(0, len(SEED)), st.binary(max_size=8)), max_size=12))
    @settings(deadline=None, max_examples=300)
    def test_never_raises_on_mutated_mail(self, edits: list[tuple[int, bytes]]) -> None:
        raw = SEED
        for at, piece in edits:
            raw = raw[:at] + piece + raw[at + len(piece) // 2 :]
        inbound = parse(raw)
        written = (inbound.text, inbound.full_text, inbound.html, inbound.subject, str(inbound.to))
        assert all("\x00" not in text and text.encode() is not None for text in written)
