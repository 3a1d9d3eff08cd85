"""The three companies that Kohtaamo serves, their inboxes, and why people write to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, kw_only=True)
class InboxOf:
    name: str
    address: str
    language: str
    signature: str
    answer_within_hours: int = 8


@dataclass(frozen=True, kw_only=True)
class Company:
    name: str
    slug: str
    language: str
    time_zone: str
    opens_at: time
    closes_at: time
    open_days: str
    inboxes: Sequence[InboxOf]
    reasons: Sequence[str]


RAUTA = Company(
    name="Rauta & Saha",
    slug="rauta-ja-saha",
    language="fi",
    time_zone="Europe/Helsinki",
    opens_at=time(8),
    closes_at=time(20),
    open_days="123456",
    inboxes=[
        InboxOf(
            name="Rauta & Saha",
            address="apu@rautajasaha.example",
            language="fi",
            signature="Rauta & Saha, asiakaspalvelu\n010 555 0100, ark. 8–20, la 9–16",
        ),
        InboxOf(
            name="Rauta & Saha",
            address="hjalp@rautajasaha.example",
            language="sv",
            signature="Rauta & Saha, kundtjänst\n010 555 0100, vard. 8–20, lör 9–16",
        ),
        InboxOf(
            name="Rauta & Saha",
            address="help@rautajasaha.example",
            language="en",
            signature="Rauta & Saha, customer service\n+358 10 555 0100, Mon to Fri 8–20",
        ),
    ],
    reasons=[
        "Question about a product",
        "Order or delivery",
        "Return or damage",
        "Invoice or payment",
        "Offer for a company",
        "Something else",
    ],
)

KAARI = Company(
    name="Kaari",
    slug="kaari",
    language="da",
    time_zone="Europe/Copenhagen",
    opens_at=time(7),
    closes_at=time(21),
    open_days="1234567",
    inboxes=[
        InboxOf(
            name="Kaari",
            address="kundeservice@kaari.example",
            language="da",
            signature="Kaari kundeservice\nTlf. 70 55 50 10, alle dage kl. 7–21",
            answer_within_hours=6,
        ),
        InboxOf(
            name="Kaari",
            address="asiakaspalvelu@kaari.example",
            language="fi",
            signature="Kaaren asiakaspalvelu",
            answer_within_hours=6,
        ),
        InboxOf(
            name="Kaari",
            address="klient@kaari.example",
            language="pl",
            signature="Obsługa klienta Kaari\ncodziennie 7–21",
            answer_within_hours=6,
        ),
        InboxOf(
            name="Kaari",
            address="kundtjanst@kaari.example",
            language="sv",
            signature="Kaaris kundtjänst",
            answer_within_hours=6,
        ),
    ],
    reasons=[
        "Joining or adding a club",
        "Pausing",
        "Leaving",
        "Invoice or payment",
        "Access and cards",
        "Classes and clubs",
        "Something else",
    ],
)

AUTOPESU = Company(
    name="Eskon autopesu",
    slug="eskon-autopesu",
    language="fi",
    time_zone="Europe/Helsinki",
    opens_at=time(8),
    closes_at=time(18),
    open_days="123456",
    inboxes=[
        InboxOf(
            name="Eskon autopesu",
            address="hei@eskonautopesu.example",
            language="fi",
            signature="Eskon autopesu, Vantaa ja Espoo",
            answer_within_hours=4,
        ),
        InboxOf(
            name="Eskon autopesu",
            address="hej@eskonautopesu.example",
            language="sv",
            signature="Eskon autopesu, Vanda och Esbo",
            answer_within_hours=4,
        ),
        InboxOf(
            name="Eskon autopesu",
            address="hello@eskonautopesu.example",
            language="en",
            signature="Eskon autopesu, Vantaa and Espoo",
            answer_within_hours=4,
        ),
    ],
    reasons=[
        "Booking or moving a time",
        "Damage or poor result",
        "Refund or gift card",
        "Polishing by hand",
        "Something else",
    ],
)

COMPANIES = (RAUTA, KAARI, AUTOPESU)
