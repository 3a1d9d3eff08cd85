"""What came apart or ran together: written twice, two matters in one mail, nobody's matter."""

from keskio.demo.telling import (
    BlocksAsSpam,
    Merges,
    Notes,
    Replies,
    Splits,
    Story,
    Takes,
    Writes,
    ago,
    day,
)

FINNISH = "apu@rautajasaha.example"
ENGLISH = "help@rautajasaha.example"
DANISH = "kundeservice@kaari.example"
ASHBY = "George Ashby <george.ashby@cottage.example>"
RAISA = "Raisa Leinonen <raisa.leinonen@posti.example>"
TERRACE = "Terassilaudat, milloin toimitus?"

STORIES = (
    Story(
        FINNISH,
        RAISA,
        TERRACE,
        [
            Writes(
                day(3, "10:12"),
                """Hei,

tilasin viikko sitten 60 terassilautaa. Milloin ne tulevat? Talkoot ovat lauantaina.

Raisa Leinonen""",
            ),
            Replies(
                day(3, "11:05"),
                "aino",
                """Hei Raisa,

laudat lähtevät varastolta huomenna, ja auto on pihassa torstaina kello 12–16. Kuljettaja soittaa
puoli tuntia ennen.

|Terveisin
|Aino""",
            ),
        ],
    ),
    Story(
        FINNISH,
        RAISA,
        "Terassi: ruuvit samaan kuormaan?",
        [
            Writes(
                ago(170),
                """Hei taas,

ehtisikö torstain kuormaan vielä kaksi laatikkoa terassiruuveja, 4,8 x 75, ruostumatonta?

Raisa""",
            ),
            Notes(
                ago(161),
                "aino",
                "@Veikko Laine ehtiikö? Auto lastataan kello 14. Yhdistän tämän toimitukseen.",
            ),
            Merges(ago(160), "aino", into=TERRACE),
        ],
    ),
    Story(
        ENGLISH,
        ASHBY,
        "Garden shed, which day do you deliver?",
        [
            Writes(
                day(2, "09:50"),
                """Good morning,

I ordered the small garden shed (order L-20733). Which day do you deliver? The lane is closed to
lorries on Wednesday.

George Ashby""",
            ),
            Replies(
                day(2, "10:20"),
                "linnea",
                """Good morning George,

Friday between eight and twelve, then; the driver has a note about the lane.

|Kind regards,
|Linnea""",
            ),
            Writes(
                ago(95),
                """Friday is perfect, thank you.

Something else altogether: could you quote me twenty metres of fence, 120 cm high, with one gate?

George""",
            ),
            Takes(ago(84), "linnea"),
            Splits(ago(82), "linnea"),
        ],
    ),
    Story(
        ENGLISH,
        "Prize Office <winner@prizes.example>",
        "You have won a chainsaw!!! Claim within 24 hours",
        [
            Writes(
                ago(300),
                "Dear winner, send a copy of your bank card to claim your FREE chainsaw today.",
            ),
            BlocksAsSpam(ago(281), "linnea"),
        ],
    ),
    Story(
        DANISH,
        "SEO Partner <sales@toprank.example>",
        "We can bring kaari.example to page one",
        [
            Writes(ago(420), "Hello, we noticed your site is not ranking. Reply YES for an offer."),
            BlocksAsSpam(ago(400), "sofie"),
        ],
    ),
)
