"""Kaari in Danish: a second club, a move to Odense, towels and invoices."""

from keskio.demo.files import paper, photo
from keskio.demo.telling import (
    IsAway,
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

INBOX = "kundeservice@kaari.example"
JOIN, PAUSE, LEAVE = "Joining or adding a club", "Pausing", "Leaving"

STORIES = (
    Story(
        INBOX,
        "Freja Holm <freja.holm@hjemmepost.example>",
        "Kan jeg lægge Aarhus Ø til mit årskort?",
        [
            Writes(
                ago(62),
                """Hej!

Jeg har årskort til Aarhus C og er lige flyttet til havnen. Kan jeg lægge Aarhus Ø til, og hvad
koster det? I skranken sagde de, at det kun kunne gøres på nettet, men der kan jeg kun købe et
helt nyt kort.

|Venlig hilsen
|Freja Holm""",
            ),
        ],
    ),
    Story(
        INBOX,
        "Lærke Mogensen <laerke.mogensen@hjemmepost.example>",
        "Opsigelse, jeg flytter til Odense",
        [
            Writes(
                ago(335),
                """Hej Kaari

Jeg flytter til Odense den 1. og vil gerne opsige mit medlemskab. Hvornår stopper betalingen?
I har jo ikke noget center derovre.

Mvh Lærke""",
            ),
        ],
    ),
    Story(
        INBOX,
        "Anders Bøgh <anders.boegh@kommunen.example>",
        "Faktura mangler EAN-nummer",
        [
            Writes(
                ago(200),
                """Til rette vedkommende

Vedhæftede faktura kan ikke betales, da EAN-nummer mangler. Send venligst en ny elektronisk
faktura med rekvisitionsnummer 40-1187.

|Med venlig hilsen
|Anders Bøgh
|Økonomi""",
                files=[paper("faktura-2211.pdf", "Faktura 2211", "Firmamedlemskaber, 24 stk.")],
                cc=["Indkøb <indkoeb@kommunen.example>"],
            ),
        ],
    ),
    Story(
        INBOX,
        "Rasmus Dahl <rasmus.dahl@hjemmepost.example>",
        "Opsigelse",
        [
            Writes(
                day(9, "20:41"),
                """Jeg vil gerne opsige. Jeg kommer der jo aldrig, og det er for dyrt at betale for dårlig
samvittighed.

Rasmus""",
            ),
            Replies(
                day(8, "09:12"),
                "sofie",
                """Hej Rasmus

Det er helt i orden, og du skal ikke have dårlig samvittighed. Dit medlemskab stopper ved månedens
udgang, og du betaler ikke mere.

Skulle du få lyst igen: formiddagskortet koster under det halve. Ingen grund til at svare.

|Venlig hilsen
|Sofie""",
            ),
            Resolves(day(8, "09:13"), "sofie", LEAVE),
            Writes(
                day(6, "12:20"),
                """Tak for et venligt svar. Jeg vidste ikke, at der var et formiddagskort. Jeg møder først kl.
14, så det passer faktisk. Kan jeg skifte i stedet for at stoppe?

Rasmus""",
            ),
            Replies(
                day(6, "12:48"),
                "sofie",
                """Ja, det kan du. Jeg har skiftet det fra den 1., så du betaler 149 kr. om måneden. Samme kort
i døren.

Sofie""",
            ),
            Resolves(day(6, "12:49"), "sofie", JOIN),
        ],
    ),
    Story(
        INBOX,
        "Ida Mortensen <ida.mortensen@hjemmepost.example>",
        "Pause i tre måneder, brækket fod",
        [
            Writes(
                day(3, "15:18"),
                """Hej, jeg har brækket foden og kan ikke træne før februar. Lægeerklæring vedhæftet, den
gamle side ville ikke tage den, fordi den var for stor.

Ida Mortensen""",
                files=[photo("erklaering.png", shade=(200, 196, 188))],
            ),
            Replies(
                day(3, "16:01"),
                "mads",
                """Hej Ida

God bedring! Dit medlemskab er sat på pause fra i dag til 1. februar, og det, du har betalt for
resten af måneden, lægger vi i den anden ende.

|Hilsen
|Mads""",
            ),
            Resolves(day(3, "16:02"), "mads", PAUSE),
        ],
    ),
    Story(
        INBOX,
        "Kasper Winther <kasper.winther@hjemmepost.example>",
        "Håndklæder i omklædningen",
        [
            Writes(
                day(2, "07:05"),
                "Der har ikke været rene håndklæder i Aarhus C siden søndag. Sker der noget?\n\nKasper",
            ),
            Replies(
                day(2, "08:10"),
                "sofie",
                """Hej Kasper

Vaskeriet har været nede, og centret sagde det ikke til os. Der kommer rene i eftermiddag, og du
får en gratis måned på håndklædeordningen.

Sofie""",
            ),
            IsAway(
                day(2, "08:11"),
                "Autosvar: Tak for din mail",
                "Jeg er på kursus til og med fredag og svarer, når jeg er tilbage.",
            ),
        ],
    ),
    Story(
        INBOX,
        "Bente Østergaard-Christiansen <bente.oestergaard@hjemmepost.example>",
        "Holdet for seniorer er væk fra planen",
        [
            Writes(
                day(1, "10:50"),
                """Kære Kaari

Vi er elleve damer, som har gået på seniorholdet tirsdag kl. 10 i seks år. Nu er det væk fra
planen. Er det en fejl?

Bente Østergaard-Christiansen""",
                cc=[
                    "Grethe <grethe.lund@hjemmepost.example>",
                    "Kirsten <kirsten.b@hjemmepost.example>",
                ],
            ),
            Takes(ago(40), "mads"),
            Notes(
                ago(38),
                "mads",
                "Har skrevet til centerlederen: holdet mangler instruktør, ikke deltagere. Svar i dag.",
            ),
        ],
    ),
    Story(
        INBOX,
        "Jonas Kragh <jonas.kragh@hjemmepost.example>",
        "Adgangskort virker ikke efter kl. 22",
        [
            Writes(
                day(5, "22:31"),
                "Døren i Aarhus Ø vil ikke åbne, men appen siger døgnåbent.\n\nJonas",
            ),
            Replies(
                day(4, "07:20"),
                "mads",
                """Hej Jonas

Undskyld. Appen viste forkert: Aarhus Ø lukker kl. 22 indtil den 1. Aarhus C er åben hele
natten, og jeg har åbnet den for dig indtil da.

Mads""",
            ),
            Snoozes(day(4, "07:22"), "mads", days=24),
        ],
    ),
)
