"""Kaari in Polish: a second club, codes, invoices, and those who want to leave."""

from keskio.demo.files import photo
from keskio.demo.telling import Notes, Replies, Resolves, Story, Takes, Writes, ago, day

INBOX = "klient@kaari.example"
LEAVE, INVOICE, ACCESS = "Leaving", "Invoice or payment", "Access and cards"

STORIES = (
    Story(
        INBOX,
        "Katarzyna Wójcik <katarzyna.wojcik@poczta.example>",
        "Karnet na drugi klub, jak dopłacić?",
        [
            Writes(
                ago(450),
                """Dzień dobry,

mam roczny karnet do klubu we Wrzeszczu i chciałabym chodzić też do Oliwy. W recepcji
powiedziano mi, że muszę kupić drugi karnet. Czy naprawdę nie da się po prostu dopłacić?

|Pozdrawiam
|Katarzyna Wójcik""",
            ),
        ],
    ),
    Story(
        INBOX,
        "Tomasz Zieliński <tomasz.zielinski@poczta.example>",
        "Oddzwonić w sprawie faktury za październik",
        [
            Writes(
                day(1, "14:05"),
                """Proszę o telefon w sprawie faktury za październik. Kwota się nie zgadza, a wolę to wyjaśnić
głosem niż pisać trzy maile.

Tomasz Zieliński, po 16:00""",
            ),
            Takes(ago(50), "agnieszka"),
            Notes(ago(46), "agnieszka", "Nie odebrał o 15:40. Próbuję jeszcze raz po 16:00."),
        ],
    ),
    Story(
        INBOX,
        "Bożena Pawlak <bozena.pawlak@poczta.example>",
        "Zmiana adresu i numeru konta",
        [
            Writes(
                ago(12),
                """Dzień dobry, od 1. zmieniam adres i bank. Czy mogę podać nowy numer konta mailem, czy
muszę przyjść osobiście?

Bożena Pawlak""",
            ),
        ],
    ),
    Story(
        INBOX,
        "Paweł Brzęczyszczykiewicz <pawel.b@poczta.example>",
        "Nie działa wejście kodem",
        [
            Writes(
                day(5, "06:12"),
                "Od wczoraj kod nie otwiera bramki w Oliwie, a o szóstej nie ma nikogo. Paweł",
                files=[photo("bramka.png", shade=(180, 60, 60))],
            ),
            Replies(
                day(5, "07:30"),
                "piotr",
                """Dzień dobry Panie Pawle,

przepraszam za poranek pod drzwiami. Kod wygasł po przedłużeniu karnetu, to nasz błąd. Nowy to
4471 i już działa.

|Pozdrawiam
|Piotr""",
            ),
            Writes(day(5, "18:40"), "Działa, dziękuję za szybką odpowiedź."),
            Resolves(day(4, "07:10"), "piotr", ACCESS),
        ],
    ),
    Story(
        INBOX,
        "Marek Dąbrowski <marek.dabrowski@poczta.example>",
        "Rezygnacja z karnetu",
        [
            Writes(
                day(7, "19:55"),
                """Chcę zrezygnować. Przeprowadzam się do Łodzi, a tam Was nie ma. Ile wynosi okres
wypowiedzenia?

Marek Dąbrowski""",
            ),
            Replies(
                day(6, "08:40"),
                "agnieszka",
                """Dzień dobry Panie Marku,

przy przeprowadzce poza nasze miasta okres wypowiedzenia nie obowiązuje. Karnet kończy się z
dniem, który Pan wskaże. Potwierdzenie przyszło osobnym mailem. Powodzenia w Łodzi!

|Pozdrawiam
|Agnieszka""",
            ),
            Resolves(day(6, "08:41"), "agnieszka", LEAVE),
        ],
    ),
    Story(
        INBOX,
        "Ewa Kamińska <ewa.kaminska@poczta.example>",
        "Joga w sobotę, lista rezerwowa",
        [
            Writes(
                day(3, "10:20"),
                "Jestem druga na liście rezerwowej na sobotę. Jakie są szanse?\n\nEwa",
            ),
            Replies(
                day(3, "11:05"),
                "piotr",
                """Dzień dobry,

zwykle zwalniają się dwa albo trzy miejsca w piątek wieczorem. Napiszę do Pani, gdy tylko coś się
zwolni.

Piotr""",
            ),
        ],
    ),
    Story(
        INBOX,
        "Grzegorz Maj <grzegorz.maj@poczta.example>",
        "Faktura na firmę",
        [
            Writes(
                day(11, "13:30"),
                "Proszę o fakturę na firmę za wrzesień, NIP w stopce.\n\nGrzegorz Maj",
            ),
            Replies(
                day(11, "14:10"),
                "agnieszka",
                "Dzień dobry, faktura jest w panelu klienta, kopię wysłałam też mailem.\n\nAgnieszka",
            ),
            Resolves(day(11, "14:11"), "agnieszka", INVOICE),
        ],
    ),
)
