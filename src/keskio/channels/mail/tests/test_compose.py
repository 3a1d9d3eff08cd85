from dataclasses import replace
from datetime import UTC, datetime

import pytest

from keskio.channels.inbound import Address, Attachment, Kind
from keskio.channels.mail.compose import WROTE, Outgoing, Quoted, UnsendableAddress, compose
from keskio.channels.mail.parse import parse

NOW = datetime(2026, 1, 6, 9, 30, tzinfo=UTC)
ANSWER = Outgoing(
    message_id="<case1.1@desk.example>",
    from_=Address("Tuki, Päivi", "tuki@desk.example"),
    to=(Address('Łukasz "Ł" Żółw', "l@y.example"),),
    cc=(Address("", "åke@exämple.example".replace("å", "a")),),
    subject="Re: Zamówienie 4711 — " + "ä" * 80,
    text="Hei!\n\n**Kaksi** asiaa:\n\n- yksi\n- kaksi\n\n<script>alert(1)</script>",
    in_reply_to="<b@y.example>",
    references=("<a@y.example>", "<b@y.example>"),
    attachments=(Attachment("lasku ä.pdf", "application/pdf", b"%PDF\r\n\x00", "", False),),
)


class TestCompose:
    def test_gives_what_parse_reads_back(self) -> None:
        inbound = parse(compose(ANSWER, sent_at=NOW))
        assert inbound.text == ANSWER.text
        assert (inbound.sender, inbound.to) == (ANSWER.from_, ANSWER.to)
        assert inbound.cc[0].email == "ake@xn--exmple-cua.example"
        assert (inbound.subject, inbound.sent_at) == (ANSWER.subject, NOW)
        assert (inbound.message_id, inbound.in_reply_to) == (ANSWER.message_id, "<b@y.example>")
        assert inbound.references == ANSWER.references
        assert inbound.attachments == ANSWER.attachments
        assert (inbound.kind, inbound.problems) == (Kind.MESSAGE, ())

    def test_gives_the_same_bytes_again(self) -> None:
        assert compose(ANSWER, sent_at=NOW) == compose(ANSWER, sent_at=NOW)

    def test_keeps_lines_short_and_ended_alike(self) -> None:
        raw = compose(ANSWER, sent_at=NOW)
        assert raw.count(b"\n") == raw.count(b"\r\n")
        assert max(map(len, raw.split(b"\r\n"))) < 998
        assert raw.isascii()

    @pytest.mark.parametrize("language", sorted(WROTE))
    def test_quotes_so_that_the_answer_can_be_cut_out(self, language: str) -> None:
        quoted = Quoted(name="Eva Example", sent_at=NOW, text="Missä?\n\n> vanha")
        outgoing = replace(ANSWER, language=language, quoted=quoted)
        inbound = parse(compose(outgoing, sent_at=NOW))
        assert inbound.text == ANSWER.text
        assert inbound.full_text.endswith("> Missä?\n>\n> > vanha")

    def test_renders_markdown_without_html_of_its_writer(self) -> None:
        html = parse(compose(ANSWER, sent_at=NOW)).html
        assert "<strong>Kaksi</strong>" in html
        assert "<li>yksi</li>" in html
        assert "<script" not in html
        assert "&lt;script&gt;" in html

    def test_says_when_it_is_automatic(self) -> None:
        raw = compose(replace(ANSWER, automatic=True), sent_at=NOW)
        assert b"\r\nAuto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: All\r\n" in raw
        assert parse(raw).kind is Kind.AUTO_REPLY
        assert b"Auto-Submitted" not in compose(ANSWER, sent_at=NOW)

    def test_keeps_the_first_and_the_last_references(self) -> None:
        ids = tuple(f"<{number}@{'x' * 60}.example>" for number in range(40))
        kept = parse(compose(replace(ANSWER, references=ids), sent_at=NOW)).references
        assert kept == (ids[0], *ids[22:], "<b@y.example>")

    @pytest.mark.parametrize(
        "ending", ["\r\nBcc: evil@e.example", "\nBcc: evil@e.example", "\x00x"]
    )
    def test_lets_nobody_write_headers(self, ending: str) -> None:
        outgoing = replace(
            ANSWER,
            subject="Hi" + ending,
            message_id="<a@b>" + ending,
            in_reply_to="<a@b" + ending + ">",
            references=("<r@s>" + ending,),
            from_=Address("Tuki" + ending, "tuki@desk.example"),
            attachments=(Attachment("a" + ending, "text/x\r\nBcc: e@e", b"", "c" + ending, True),),
        )
        raw = compose(outgoing, sent_at=NOW)
        assert not [line for line in raw.split(b"\r\n") if line.lower().startswith(b"bcc")]
        assert b"\x00" not in raw

    @pytest.mark.parametrize("email", ["", "eva", "äiti@y.example", "a@b>, c@d.example", "a@"])
    def test_refuses_an_address_it_cannot_write(self, email: str) -> None:
        with pytest.raises(UnsendableAddress):
            compose(replace(ANSWER, to=(Address("", email),)), sent_at=NOW)
