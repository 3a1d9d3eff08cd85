"""Kaari in Swedish: parental leave, lost cards, and a class that is too loud."""

from keskio.demo.telling import Replies, Resolves, Story, Writes, ago, day

INBOX = "kundtjanst@kaari.example"
ACCESS, CLASSES = "Access and cards", "Classes and clubs"

STORIES = (
    Story(
        INBOX,
        "Henrik Österberg <henrik.osterberg@hemma.example>",
        "Kan gymkortet pausas under föräldraledighet?",
        [
            Writes(
                ago(151),
                """Hej!

Vi väntar barn i januari och jag ska vara hemma i ett halvår. Går det att pausa kortet så länge?
På sidan kan man bara välja en eller tre månader.

Henrik""",
            ),
        ],
    ),
    Story(
        INBOX,
        "Lina Berg <lina.berg@hemma.example>",
        "Tappade kortet i omklädningsrummet",
        [
            Writes(
                day(4, "20:10"),
                "Jag tappade mitt kort i går kväll. Har någon lämnat in det?\n\nLina",
            ),
            Replies(
                day(3, "09:25"),
                "linnea",
                """Hej Lina,

ja, det ligger i receptionen i Helsingfors, under L. Tills du hämtar det släpper koden 2290 in dig.

Linnea""",
            ),
            Writes(day(3, "12:15"), "Hämtat, tack snälla!"),
            Resolves(day(3, "12:30"), "linnea", ACCESS),
        ],
    ),
    Story(
        INBOX,
        "Märta von Essen <marta.von.essen@hemma.example>",
        "Musiken på spinningen är för hög",
        [
            Writes(
                day(8, "16:45"),
                """Jag mätte 96 decibel på onsdagens pass. Instruktören skrattade när jag sade till. Det är
inte roligt längre.

Märta von Essen""",
            ),
            Replies(
                day(7, "10:05"),
                "linnea",
                """Hej Märta,

tack för att du mätte. Från nästa vecka är taket 85 decibel, och instruktören har bett att få säga
förlåt själv. Onsdagens pass får du tillbaka.

Linnea""",
            ),
            Resolves(day(7, "10:06"), "linnea", CLASSES, "partly"),
        ],
    ),
    Story(
        INBOX,
        "Sven Nyström <sven.nystrom@hemma.example>",
        "Säga upp mitt medlemskap",
        [
            Writes(
                ago(105),
                "Hej, jag vill säga upp mitt medlemskap från årsskiftet. Räcker det med detta mejl?\n\nSven",
            ),
        ],
    ),
)
