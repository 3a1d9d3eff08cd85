from datetime import UTC, datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest

from keskio.channels.mail.dates import written_date
from keskio.channels.mail.forwards import Forwarded, forwarded_in
from keskio.channels.mail.parse import parse

HELSINKI = ZoneInfo("Europe/Helsinki")
SENT = datetime(2026, 11, 19, 14, 32, tzinfo=HELSINKI)
MIKKO = "mikko@customer.example"

GMAIL = """\
Tiedoksi.

---------- Forwarded message ---------
{from_} Mikko Virtanen <mikko@customer.example>
{date}
{subject} Chain
{to} Jenni Korhonen <jenni@rauta.example>


Which chain fits my saw?
"""
OUTLOOK = """\
Tiedoksi.

________________________________
{from_} Mikko Virtanen <mikko@customer.example>
{date}
{to} Jenni Korhonen <jenni@rauta.example>
{subject} Chain

Which chain fits my saw?
"""
APPLE = """\
Tiedoksi.

{marker}

> {from_} Mikko Virtanen <mikko@customer.example>
> {subject} Chain
> {date}
> {to} Jenni Korhonen <jenni@rauta.example>
>
> Which chain fits my saw?
"""
LABELS = {
    "en": ("From:", "Subject:", "To:", "Begin forwarded message:"),
    "fi": ("Lähettäjä:", "Aihe:", "Vastaanottaja:", "Välitetty viesti alkaa:"),
    "da": ("Fra:", "Emne:", "Til:", "Start på videresendt besked:"),
    "pl": ("Od:", "Temat:", "Do:", "Początek przekazywanej wiadomości:"),
    "sv": ("Från:", "Ämne:", "Till:", "Vidarebefordrat brev:"),
}
DATES = {
    "gmail": {
        "en": "Date: Thu, 19 Nov 2026 at 14:32",
        "fi": "Date: to 19. marrask. 2026 klo 14.32",
        "da": "Date: tor. 19. nov. 2026 kl. 14.32",
        "pl": "Date: czw., 19 lis 2026 o 14:32",
        "sv": "Date: tors 19 nov. 2026 kl 14:32",
    },
    "outlook": {
        "en": "Sent: Thursday, November 19, 2026 2:32 PM",
        "fi": "Lähetetty: torstai 19. marraskuuta 2026 14.32",
        "da": "Sendt: 19. november 2026 14:32",
        "pl": "Wysłane: czwartek, 19 listopada 2026 14:32",
        "sv": "Skickat: den 19 november 2026 14:32",
    },
    "apple": {
        "en": "Date: 19 November 2026 at 14.32.00 EET",
        "fi": "Päiväys: 19. marraskuuta 2026 klo 14.32.00 UTC+2",
        "da": "Dato: 19. november 2026 kl. 14.32.00 EET",
        "pl": "Data: 19 listopada 2026 14:32:00 EET",
        "sv": "Datum: 19 november 2026 14:32:00 EET",
    },
}
PROGRAMS = {"gmail": GMAIL, "outlook": OUTLOOK, "apple": APPLE}


def written(text: str, subject: str = "Fwd: Chain") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "jenni@rauta.example", "record@a.example", subject
    mail["Message-ID"] = "<outer@rauta.example>"
    mail.set_content(text)
    return mail.as_bytes()


def inside(raw: bytes) -> Forwarded:
    found = forwarded_in(parse(raw), zone=HELSINKI)
    assert found
    return found


class TestAForwardedMail:
    @pytest.mark.parametrize("language", LABELS)
    @pytest.mark.parametrize("program", PROGRAMS)
    def test_is_read_as_each_program_writes_it(self, program: str, language: str) -> None:
        from_, subject, to, marker = LABELS[language]
        date = DATES[program][language]
        text = PROGRAMS[program].format(
            from_=from_, subject=subject, to=to, marker=marker, date=date
        )
        found = inside(written(text))
        assert (found.sender.name, found.sender.email) == ("Mikko Virtanen", MIKKO)
        assert [one.email for one in found.to] == ["jenni@rauta.example"]
        assert found.subject == "Chain"
        assert found.sent_at == SENT
        assert found.text == "Which chain fits my saw?"
        assert found.comment == "Tiedoksi."

    def test_is_read_as_old_outlook_writes_addresses(self) -> None:
        text = (
            "-----Original Message-----\nFrom: Mikko Virtanen [mailto:mikko@customer.example] \n"
            "Sent: 19. marraskuuta 2026 14:32\nTo: Jenni\nSubject: Chain\n\nHello\n"
        )
        assert inside(written(text)).sender.email == MIKKO

    def test_is_read_whole_when_it_is_attached(self) -> None:
        inner = EmailMessage()
        inner["From"], inner["To"] = f"Mikko <{MIKKO}>", "jenni@rauta.example"
        inner["Subject"], inner["Message-ID"] = "Chain", "<inner@customer.example>"
        inner["Date"] = "Thu, 19 Nov 2026 14:32:00 +0200"
        inner.set_content("Which chain?")
        outer = EmailMessage()
        outer["From"], outer["Subject"] = "jenni@rauta.example", "Fwd: Chain"
        outer.set_content("For the record")
        outer.add_attachment(inner)
        found = inside(outer.as_bytes())
        assert found.whole
        assert found.whole.message_id == "<inner@customer.example>"
        assert (found.sender.email, found.sent_at) == (MIKKO, SENT)
        assert (found.text, found.comment) == ("Which chain?", "For the record")

    def test_is_not_seen_in_ordinary_words(self) -> None:
        text = "From: now on\nTo: everybody\nI write: nothing\n"
        assert forwarded_in(parse(written(text)), zone=HELSINKI) is None

    @pytest.mark.parametrize("text", ["From: a@b.example\n" * 4000, "From: " + "<" * 90_000])
    def test_that_is_hostile_ends_soon(self, text: str) -> None:
        forwarded_in(parse(written(text)), zone=HELSINKI)


class TestAWrittenDate:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Thu, 19 Nov 2026 12:32:00 +0000", SENT),
            ("2026-11-19 14:32", SENT),
            ("19.11.2026 14.32", SENT),
            ("11/19/2026 2:32 PM", SENT),
            ("19/11/2026 14:32", SENT),
            ("czwartek, 1 maja 2025 9:05", datetime(2025, 5, 1, 9, 5, tzinfo=HELSINKI)),
            ("12:00 AM, March 3, 2026", datetime(2026, 3, 3, 0, 0, tzinfo=HELSINKI)),
            ("sunnuntai 1. maaliskuuta 2026", datetime(2026, 3, 1, tzinfo=HELSINKI)),
            ("19 November 2026 12:32 UTC", datetime(2026, 11, 19, 12, 32, tzinfo=UTC)),
        ],
    )
    def test_is_read(self, text: str, expected: datetime) -> None:
        assert written_date(text, zone=HELSINKI) == expected

    @pytest.mark.parametrize("text", ["", "yesterday", "99.99.2026 14:32", "31. helmikuuta 2026"])
    def test_that_is_none_is_none(self, text: str) -> None:
        assert written_date(text, zone=HELSINKI) is None
