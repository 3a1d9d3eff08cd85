import pytest

from keskio.channels.inbound import Kind
from keskio.channels.mail.parse import parse
from keskio.channels.mail.tests.data import HELPDESK, TALON, expected_kind, needs_mails, sisimai
from keskio.channels.mail.tests.samples import Sample, samples


def mail(head: str, body: str = "Hello") -> bytes:
    return f"{head}\nTo: us@desk.example\n\n{body}\n".encode()


@needs_mails
class TestPublicMails:
    def test_are_told_apart_in_98_of_100_cases(self) -> None:
        wrong = [name for name, raw in sisimai().items() if parse(raw).kind != expected_kind(name)]
        assert len(wrong) <= 0.02 * len(sisimai()), wrong

    def test_of_replies_and_helpdesks_are_all_messages(self) -> None:
        paths = [*TALON.rglob("*.eml"), *HELPDESK.rglob("*.eml")]
        kinds = {path.name: parse(path.read_bytes()).kind for path in paths}
        assert len(kinds) > 15
        assert {name for name, kind in kinds.items() if kind is not Kind.MESSAGE} == set()

    def test_read_alike_in_every_newline_form(self) -> None:
        for name, raw in sisimai().items():
            plain = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            forms = [parse(plain.replace(b"\n", newline)) for newline in (b"\n", b"\r", b"\r\n")]
            assert len({(form.kind, form.text, form.failed_recipients) for form in forms}) == 1, (
                name
            )

    def test_that_bounced_name_whom_they_failed_for(self) -> None:
        names = [name for name in sisimai() if expected_kind(name) == "bounce"]
        told = [name for name in names if parse(sisimai()[name]).failed_recipients]
        assert len(told) > 0.95 * len(names)


class TestOwnSamples:
    @pytest.mark.parametrize("sample", samples("automatic"), ids=str)
    def test_of_automatic_replies_are_recognised(self, sample: Sample) -> None:
        assert parse(sample.raw()).kind is Kind.AUTO_REPLY

    @pytest.mark.parametrize("sample", samples("ordinary"), ids=str)
    def test_of_ordinary_mail_stay_messages(self, sample: Sample) -> None:
        assert parse(sample.raw()).kind is Kind.MESSAGE

    def test_are_fifty_of_each_ten_a_language(self) -> None:
        for name in ("automatic", "ordinary"):
            languages = [sample.language for sample in samples(name)]
            assert {language: languages.count(language) for language in languages} == dict.fromkeys(
                ("en", "fi", "da", "pl", "sv"), 10
            )


class TestBounce:
    REPORT = (
        "From: {sender}\nSubject: {subject}\nMIME-Version: 1.0\n"
        "Content-Type: multipart/{kind}; report-type={report}; boundary=x"
    )
    PARTS = (
        "--x\n\nSorry.\n--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
        "Final-Recipient: rfc822; b@other.example\nOriginal-Recipient: rfc822; a@other.example\n"
        "Action: failed\nStatus: 5.1.1\n\nFinal-Recipient: rfc822; c@other.example\n"
        "Action: delayed\n\n--x\nContent-Type: message/rfc822\n\nMessage-ID: <ours@desk.example>\n"
        "Subject: Hi\n\nHi\n--x--"
    )

    def test_names_failed_recipients_and_our_mail(self) -> None:
        head = self.REPORT.format(
            sender="x@y.example", subject="Hm", kind="report", report="delivery-status"
        )
        inbound = parse(mail(head, self.PARTS))
        assert inbound.kind is Kind.BOUNCE
        assert inbound.failed_recipients == ("a@other.example",)
        assert inbound.original_message_id == "<ours@desk.example>"

    def test_forwarded_by_a_person_is_a_message(self) -> None:
        head = self.REPORT.format(
            sender="Eva <eva@y.example>", subject="Fwd: Failed", kind="mixed", report=""
        )
        assert parse(mail(head, self.PARTS)).kind is Kind.MESSAGE

    def test_without_structure_is_known_by_its_daemon(self) -> None:
        body = "Your message to <a@other.example> could not be delivered:\n550 5.1.1 User unknown"
        head = "From: MAILER-DAEMON@mx.example\nSubject: failure notice"
        inbound = parse(mail(head, body))
        assert inbound.kind is Kind.BOUNCE
        assert inbound.failed_recipients == ("a@other.example",)

    def test_words_of_a_person_are_not_enough(self) -> None:
        body = "Your message could not be delivered: 550 5.1.1 User unknown. What does this mean?"
        head = "From: eva@y.example\nSubject: Undelivered Mail Returned to Sender"
        assert parse(mail(head, body)).kind is Kind.MESSAGE

    def test_courier_that_found_nobody_at_home_is_none(self) -> None:
        body = "Your parcel could not be delivered. It waits at the post office. Reason: absent"
        head = "From: noreply@courier.example\nSubject: Delivery attempt failed"
        assert parse(mail(head, body)).kind is Kind.MESSAGE

    def test_envelope_speaks_where_headers_do_not(self) -> None:
        body = "The recipient's mailbox is full. 552 5.2.2 Over quota. Original message:"
        raw = mail("From: mail@y.example\nSubject: Delivery failure", body)
        assert parse(raw, envelope_from="").kind is Kind.BOUNCE
        assert parse(raw, envelope_from="mail@y.example").kind is Kind.MESSAGE


class TestAutomaticReply:
    @pytest.mark.parametrize(
        "header",
        [
            "Auto-Submitted: auto-replied",
            "Precedence: auto_reply",
            "X-Autorespond: x",
            "Return-Path: <>",
        ],
    )
    def test_says_so_by_header(self, header: str) -> None:
        assert parse(mail(f"From: a@b.example\n{header}")).kind is Kind.AUTO_REPLY

    def test_answers_the_mail_named_in_in_reply_to(self) -> None:
        inbound = parse(mail("From: a@b.example\nAuto-Submitted: auto-replied\nIn-Reply-To: <o@d>"))
        assert inbound.original_message_id == "<o@d>"

    @pytest.mark.parametrize(
        "header",
        ["Auto-Submitted: no", "Precedence: bulk", "List-Id: <x.example>", "X-Autoreply: no"],
    )
    def test_needs_more_than_a_weak_header(self, header: str) -> None:
        assert parse(mail(f"From: a@b.example\n{header}")).kind is Kind.MESSAGE

    def test_web_form_speaks_for_the_person_in_reply_to(self) -> None:
        head = "From: noreply@shop.example\nAuto-Submitted: auto-generated\nReply-To: eva@y.example"
        assert parse(mail(head)).kind is Kind.MESSAGE

    def test_newsletter_from_an_unread_address_is_automatic(self) -> None:
        head = "From: noreply@shop.example\nList-Unsubscribe: <mailto:u@shop.example>"
        assert parse(mail(head)).kind is Kind.AUTO_REPLY


class TestComplaint:
    def test_names_who_complained_and_about_what(self) -> None:
        head = (
            "From: fbl@provider.example\nMIME-Version: 1.0\n"
            "Content-Type: multipart/report; report-type=feedback-report; boundary=x"
        )
        body = (
            "--x\n\nAbuse.\n--x\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n"
            "Original-Rcpt-To: <eva@y.example>\n--x\nContent-Type: message/rfc822\n\n"
            "Message-ID: <ours@desk.example>\n\nBuy\n--x--"
        )
        inbound = parse(mail(head, body))
        assert inbound.kind is Kind.COMPLAINT
        assert inbound.failed_recipients == ("eva@y.example",)
        assert inbound.original_message_id == "<ours@desk.example>"


class TestNotMail:
    @pytest.mark.parametrize(
        "raw", [b"", b"22\n", b'{"a": 1}', b"# Readme\n\nText: x", b"\x89PNG\r\n"]
    )
    def test_is_what_has_no_mail_header(self, raw: bytes) -> None:
        assert parse(raw).kind is Kind.NOT_MAIL
