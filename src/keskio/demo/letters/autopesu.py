"""Eskon autopesu: bookings, a wash that stopped, and Esko who polishes by hand."""

from keskio.demo.files import photo
from keskio.demo.telling import (
    Gives,
    Notes,
    Replies,
    Resolves,
    Snoozes,
    Story,
    Takes,
    Writes,
    ago,
    day,
)

FINNISH, SWEDISH = "hei@eskonautopesu.example", "hej@eskonautopesu.example"
ENGLISH = "hello@eskonautopesu.example"
BOOKING, REFUND, POLISH = "Booking or moving a time", "Refund or gift card", "Polishing by hand"

STORIES = (
    Story(
        FINNISH,
        "Risto Vainio <risto.vainio@posti.example>",
        "Käsinkiillotus ennen häitä",
        [
            Writes(
                day(7, "10:14"),
                """Hei,

tyttäreni häät ovat kolmen viikon päästä, ja vuoden 1964 kupla pitäisi saada kiiltämään. Esko
kiillotti sen viimeksi käsin, enkä päästä siihen konetta. Milloin olisi aikaa?

Risto Vainio""",
                files=[photo("kupla.png", shade=(70, 130, 160))],
            ),
            Notes(
                day(7, "11:20"),
                "oskari",
                """Esko tekee käsin kaksi autoa viikossa, ja lista on täynnä viisi viikkoa. En lupaa mitään
ennen kuin olen puhunut hänen kanssaan.""",
            ),
            Replies(
                day(7, "13:02"),
                "oskari",
                """Hei Risto, ja onnea häihin!

Eskon lista on täynnä yli hääpäivän, enkä halua luvata aikaa, jota ei ole. Puhun hänen kanssaan
huomenna ja soitan sinulle iltapäivällä, kävi miten kävi.

|Terveisin
|Oskari""",
            ),
            Notes(
                day(6, "14:10"),
                "oskari",
                "Soitin. Esko tekee kuplan sunnuntaina omalla ajallaan, 280 euroa. Risto on onnellinen.",
            ),
            Resolves(day(6, "14:12"), "oskari", POLISH),
        ],
    ),
    Story(
        FINNISH,
        "Mikko Aaltonen <mikko.aaltonen@posti.example>",
        "Eskon kiillotus: onko aikoja tammikuussa?",
        [
            Writes(
                ago(260),
                """Moi! Verkkovarauksessa ensimmäinen vapaa käsinkiillotus on toukokuussa. Pitääkö tämä
paikkansa, vai onko sivussa vika? Auto on myynnissä.

Mikko""",
            ),
        ],
    ),
    Story(
        FINNISH,
        "Kirsi Lampinen <kirsi.lampinen@kotiposti.example>",
        "Käsinpesun ajan siirto perjantaille, koska katsastus on jo torstaina aamulla",
        [
            Writes(
                ago(55),
                """Hei, minulla on käsinpesu torstaina kello 10, mutta katsastus aikaistui samalle aamulle.
Sopisiko perjantai iltapäivä?

Kirsi""",
            ),
        ],
    ),
    Story(
        FINNISH,
        "Teemu Heikkinen <teemu.heikkinen@tyomaa.example>",
        "Pesun jälkeen sivupeili ei käänny",
        [
            Writes(
                day(1, "16:32"),
                """Kävin Vantaan pesussa kello 15.40. Oikea sivupeili taittui kiinni ja moottori vain
surisee. Kenelle laskun lähetän?

Teemu Heikkinen""",
                files=[photo("peili.png", shade=(60, 60, 70))],
            ),
            Takes(ago(22), "oskari"),
            Notes(
                ago(20),
                "oskari",
                "Vantaan pesulinja 2, sama harja kuin viime viikolla. Pyysin Eskolta videon 15.40.",
            ),
        ],
    ),
    Story(
        SWEDISH,
        "Oskar Lindqvist <oskar.lindqvist@hemma.example>",
        "Tvätten stannade halvvägs, bilen är inne",
        [
            Writes(
                ago(7),
                "Hej! Porten öppnas inte och jag sitter i bilen i Vanda. Kan någon komma?\n\nOskar",
            ),
        ],
    ),
    Story(
        SWEDISH,
        "Elin Sjöberg <elin.sjoberg@hemma.example>",
        "Presentkortet gick inte att använda",
        [
            Writes(
                day(4, "12:40"),
                """Hej, jag fick ett presentkort på 60 euro, men automaten i Esbo säger att koden är okänd.

Elin Sjöberg""",
            ),
            Replies(
                day(4, "13:55"),
                "linnea",
                """Hej Elin,

koden finns hos oss, men automaten läser O som noll. Jag har gjort en ny åt dig: KAAR-7741. Den
gäller ett år.

Linnea""",
            ),
            Writes(day(3, "17:05"), "Nu fungerade det, tack!"),
            Resolves(day(2, "09:00"), "linnea", REFUND),
        ],
    ),
    Story(
        FINNISH,
        "Jaana Ojala <jaana.ojala@posti.example>",
        "Maksoin kahdesti saman pesun",
        [
            Writes(
                day(5, "08:50"),
                "Kortilta lähti 19 euroa kaksi kertaa, 8.12 ja 8.14. Kävin vain yhdessä pesussa.\n\nJaana",
            ),
            Replies(
                day(5, "09:30"),
                "oskari",
                """Hei Jaana,

näen molemmat maksut. Palautan toisen heti; pankilta se kestää kahdesta viiteen päivää.

Oskari""",
            ),
            Snoozes(day(5, "09:31"), "oskari", days=3),
            Resolves(day(1, "15:00"), "oskari", REFUND),
        ],
    ),
    Story(
        FINNISH,
        "Timo Kettunen <timo.kettunen@tyomaa.example>",
        "Sopimus 14 pakettiauton pesusta",
        [
            Writes(
                day(8, "13:30"),
                """Meillä on 14 pakettiautoa, jotka pitäisi pestä kerran viikossa, mieluiten illalla. Mitä
maksaa sopimuksella, ja mahtuuko korkea malli (2,7 m)?

|Timo Kettunen
|Kettusen Kuljetus""",
            ),
            Replies(
                day(8, "15:10"),
                "aino",
                """Hei Timo,

2,7 metriä mahtuu Espoossa, ei Vantaalla. Kysyn Eskolta sopimushinnan ja palaan huomenna.

Aino""",
            ),
            Gives(day(8, "15:12"), "aino", to="veikko"),
            Replies(
                day(7, "10:45"),
                "veikko",
                """Hei Timo,

Esko tarjoaa 11,50 euroa autolta, kun kaikki 14 käyvät viikossa, Espoossa kello 18–21. Kokeillaanko
kuukausi ilman sitoutumista?

Veikko""",
            ),
        ],
    ),
    Story(
        FINNISH,
        "Anna-Leena Kuusisto <al.kuusisto@posti.example>",
        "Lahjakortti isälle, saako paperisena?",
        [
            Writes(
                day(10, "18:15"),
                "Isä ei käytä sähköpostia. Saako lahjakortin postissa?\n\nAnna-Leena",
            ),
            Replies(
                day(9, "08:45"),
                "aino",
                "Saa! Painettu kortti lähtee kirjeenä kahdessa päivässä, hinta on sama.\n\nAino",
            ),
            Resolves(day(9, "08:46"), "aino", REFUND),
        ],
    ),
    Story(
        ENGLISH,
        "James Whitfield <james.whitfield@cottage.example>",
        "Refund for the wash that was cancelled",
        [
            Writes(
                ago(165),
                """Hi there,

The Vantaa wash closed while I was next in line, and I had already paid 24 euros in the app. Nobody
was around to ask. Could you refund it, please?

James Whitfield""",
            ),
        ],
    ),
    Story(
        ENGLISH,
        "Priya Raman <priya.raman@northlight.example>",
        "Is the tunnel safe for a roof box?",
        [
            Writes(
                day(3, "09:12"), "We have a roof box, total height 2.05 m. Safe in Espoo?\n\nPriya"
            ),
            Replies(
                day(3, "09:58"),
                "oskari",
                """Hello Priya,

the height is fine, but the brushes pull at the lid. Choose the brushless programme, number 4, or
take the box off.

Oskari""",
            ),
            Resolves(day(3, "09:58"), "oskari", BOOKING),
        ],
    ),
)
