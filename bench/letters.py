"""Mails of our own making, the same at every run, in the shares that a help desk meets.

Of a hundred, forty answer an earlier mail of their thread; fifty are plain, twenty-five plain and
HTML, ten HTML alone, ten with a file of 4 to 40 kB, three automatic replies, two bounces.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_string
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

SEED = 20_261_121
SHARES = {"plain": 50, "alt": 25, "html": 10, "attach": 10, "auto": 3, "bounce": 2}
REPLIES = 0.4
QUOTING = 0.3
BEGAN_AT = datetime(2026, 1, 5, 8, tzinfo=UTC)
SENTENCES = {
    "fi": "Hei, tilaukseni ei ole vielä saapunut.|Laskussa on väärä summa, pyydän hyvitystä.|"
    "Tuote oli rikki jo pakkausta avattaessa.|Käyttäjätunnukseni on lukittu.|Kiitos jo etukäteen!",
    "da": "Hej, min ordre er endnu ikke kommet frem.|Beløbet på fakturaen er forkert.|"
    "Varen var gået i stykker, da jeg åbnede æsken.|Kontoen er spærret.|På forhånd mange tak!",
    "pl": "Dzień dobry, moje zamówienie jeszcze nie dotarło.|Kwota na fakturze jest błędna.|"
    "Produkt był uszkodzony w chwili otwarcia paczki.|Konto jest zablokowane.|Z góry dziękuję!",
    "sv": "Hej, min beställning har inte kommit fram än.|Beloppet på fakturan är fel.|"
    "Varan var sönder när jag öppnade paketet.|Kontot är låst.|Tack på förhand!",
    "en": "Hello, my order has still not arrived.|The amount on the invoice is wrong.|"
    "The item was broken when I opened the box.|The account is locked.|Many thanks in advance!",
}
SUBJECTS = {
    "fi": "Tilaus ei ole saapunut",
    "da": "Forkert beløb på faktura",
    "pl": "Uszkodzony produkt",
    "sv": "Fel på fakturan",
    "en": "Order not received",
}


@dataclass
class Thread:
    id: int
    author: str
    language: str
    subject: str
    ids: list[str] = field(default_factory=list)
    said: str = ""


@dataclass(frozen=True)
class Truth:
    """A line of the manifest."""

    file: str
    kind: str
    reply: bool
    thread: int


def write_letters(folder: Path, *, mails: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "manifest.jsonl").open("w", encoding="utf-8") as manifest:
        for number, (thread, kind, mail) in enumerate(_mails(mails)):
            name = f"{number:05}.eml"
            (folder / name).write_bytes(mail.as_bytes(policy=SMTP))
            truth = Truth(name, kind, len(thread.ids) > 1, thread.id)
            manifest.write(json.dumps(asdict(truth)) + "\n")


def _mails(count: int) -> Iterator[tuple[Thread, str, EmailMessage]]:
    chance, threads = random.Random(SEED), list[Thread]()
    for number in range(count):
        answers = number > count // 20 and chance.random() < REPLIES
        thread = chance.choice(threads[-200:]) if answers else _open_thread(threads, chance, count)
        kind = chance.choices(list(SHARES), list(SHARES.values()))[0]
        yield thread, kind, _mail(thread, kind, number, chance)


def _open_thread(threads: list[Thread], chance: random.Random, count: int) -> Thread:
    language = chance.choice(list(SENTENCES))
    author = f"customer{chance.randrange(max(20, count * 3 // 10)):05}@mail.example"
    subject = f"{SUBJECTS[language]} ({chance.randrange(100_000):05})"
    threads.append(Thread(len(threads), author, language, subject))
    return threads[-1]


def _mail(thread: Thread, kind: str, number: int, chance: random.Random) -> EmailMessage:
    mail, host = EmailMessage(policy=SMTP), thread.author.partition("@")[2]
    mail["From"] = f"MAILER-DAEMON@{host}" if kind == "bounce" else thread.author
    mail["To"] = "Help desk <support@desk.example>"
    mail["Subject"] = f"Re: {thread.subject}" if thread.ids else thread.subject
    mail["Date"] = format_datetime(BEGAN_AT + timedelta(seconds=97 * number))
    mail["Message-ID"] = f"<{number:05}.{chance.getrandbits(64):016x}@{host}>"
    if thread.ids:
        mail["In-Reply-To"] = thread.ids[-1]
        mail["References"] = " ".join(thread.ids[-8:])
    _fill(mail, kind, thread, chance)
    thread.ids.append(mail["Message-ID"])
    return mail


def _fill(mail: EmailMessage, kind: str, thread: Thread, chance: random.Random) -> None:
    if kind == "bounce":
        _report(mail, thread)
        return
    if kind == "auto":
        mail["Auto-Submitted"] = "auto-replied"
        mail.set_content("I am out of office until 12 January.\n")
        return
    text = _text(thread, chance)
    if kind == "html":
        mail.set_content(_html(text), subtype="html")
    else:
        mail.set_content(text)
    if kind == "alt":
        mail.add_alternative(_html(text), subtype="html")
    if kind == "attach":
        content = chance.randbytes(chance.randint(4_096, 40_960))
        mail.add_attachment(content, "application", "octet-stream", filename="log.bin")
    thread.said = text


def _text(thread: Thread, chance: random.Random) -> str:
    sentences = SENTENCES[thread.language].split("|")
    paragraphs = [
        " ".join(chance.choices(sentences, k=chance.randint(1, 6)))
        for _ in range(chance.randint(1, 5))
    ]
    text = "\n\n".join([*paragraphs, thread.author]) + "\n"
    if thread.said and chance.random() < QUOTING:
        quoted = "".join(f"> {line}\n" for line in thread.said.splitlines()[:40])
        text += f"\nOn 05.01.2026 08:00, Help desk wrote:\n{quoted}"
    return text


def _html(text: str) -> str:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))
    return f"<html><head><style>p{{margin:0}}</style></head><body>{paragraphs}</body></html>\n"


def _report(mail: EmailMessage, thread: Thread) -> None:
    """A delivery report on a mail that we never sent: it belongs to whoever it answers."""
    mail["Auto-Submitted"] = "auto-replied"
    mail.set_content("This is the mail system. Your message could not be delivered.\n")
    mail.make_mixed()
    mail.set_type("multipart/report")
    mail.set_param("report-type", "delivery-status")
    status = f"Final-Recipient: rfc822; {thread.author}\nAction: failed\nStatus: 5.1.1\n"
    mail.attach(
        message_from_string(
            "Content-Type: message/delivery-status\n\n"
            f"Reporting-MTA: dns; mx.mail.example\n\n{status}",
            policy=SMTP,
        )
    )
