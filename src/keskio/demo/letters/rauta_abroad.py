"""Rauta & Saha, in Swedish and English: summer cottages, companies, and a stranger."""

from keskio.demo.files import photo
from keskio.demo.telling import Bounces, Replies, Resolves, Story, Writes, ago, day

SWEDISH, ENGLISH = "hjalp@rautajasaha.example", "help@rautajasaha.example"
PRODUCT, RETURN = "Question about a product", "Return or damage"

STORIES = (
    Story(
        SWEDISH,
        "Annika Holmström <annika.holmstrom@hemma.example>",
        "Beställningen saknar fyra skruvpaket",
        [
            Writes(
                ago(68),
                """Hej!

Jag hämtade beställning 55902 i Vasa i går. Fyra paket träskruv (5 x 60) fattas, men de står på
kvittot. Jag behöver dem till lördag, bygglovet för bryggan går snart ut.

|Hälsningar
|Annika Holmström""",
            ),
        ],
    ),
    Story(
        SWEDISH,
        "Gunnar Lindqvist <gunnar.lindqvist@hemma.example>",
        "Vilken rödfärg till bodväggen?",
        [
            Writes(
                day(6, "14:12"),
                """God dag,

bodväggen målades senast på åttiotalet med oljefärg, den flagar. Kan jag måla slamfärg ovanpå om
jag skrapar?

Gunnar""",
            ),
            Replies(
                day(6, "15:01"),
                "linnea",
                """Hej Gunnar,

tyvärr inte: slamfärg fäster bara på rent trä eller gammal slamfärg. Antingen tar du bort all
oljefärg, eller så fortsätter du med oljefärg. Det senare är en helg, det förra en sommar.

|Hälsningar
|Linnea""",
            ),
            Writes(day(5, "10:44"), "Då blir det olja. Tack för ärligheten!\n\nGunnar"),
            Resolves(day(5, "11:00"), "linnea", PRODUCT),
        ],
    ),
    Story(
        ENGLISH,
        "Olivia Byrne <olivia.byrne@cottage.example>",
        "Which sander for a pine floor?",
        [
            Writes(
                ago(31),
                """Hello,

We have a pine floor of about 45 square metres, varnished in the seventies. Which sander should I
rent, and how many sheets of paper will I need? Is a weekend enough for somebody who has never
done it?

|Best wishes,
|Olivia Byrne""",
            ),
        ],
    ),
    Story(
        ENGLISH,
        "Daniel Okafor <daniel.okafor@northlight.example>",
        "Offer for 12 workbenches",
        [
            Writes(
                day(5, "09:33"),
                """Hi,

we are opening a makerspace in Tampere in January and need twelve workbenches, 150 cm, with a
vice each. Could you make an offer including delivery to Finlayson, second floor, no lift?

|Thanks,
|Daniel Okafor
|Northlight Makers""",
                cc=["Maria Lopez <maria@northlight.example>"],
            ),
            Replies(
                day(4, "13:20"),
                "veikko",
                """Hello Daniel,

twelve benches with vices come to 3,468 euros, VAT included; carrying them up is 240 more. I keep
this price until the end of next week. Shall I also quote tool walls? Most makerspaces ask for
them a month later.

|Kind regards,
|Veikko""",
            ),
            Writes(
                day(3, "16:05"),
                """Good price, thank you. Yes please, four tool walls, and may we pay in two parts?

Daniel""",
            ),
            Replies(
                day(2, "10:30"),
                "veikko",
                """Two parts are fine: half on delivery, half in thirty days. Four tool walls are 396 euros.
I have put it all into one offer, which only waits for your yes.

Veikko""",
            ),
        ],
    ),
    Story(
        ENGLISH,
        "Maria Lopez <maria.lopez@elsewhere.example>",
        "Fwd: Offer for 12 workbenches",
        [
            Writes(
                ago(140),
                """Hello Veikko,

Daniel forwarded me this from his phone, I am writing from my own address while I travel. Could
the benches come a week earlier, on the 4th?

Maria""",
            ),
        ],
        touches="Offer for 12 workbenches",
    ),
    Story(
        ENGLISH,
        "Chris Palmer <chris.palmer@cotage.example>",
        "Opening hours on Independence Day?",
        [
            Writes(day(1, "10:25"), "Hi, is the Vaasa shop open on the 6th of December?\n\nChris"),
            Replies(
                day(1, "11:02"),
                "linnea",
                "Hello Chris,\n\nall our shops are closed that day, and open again on the 7th.\n\nLinnea",
            ),
            Bounces(day(1, "11:03"), "550 5.1.1 <chris.palmer@cotage.example> User unknown"),
        ],
    ),
    Story(
        ENGLISH,
        "Emma Whitfield <emma.whitfield@cottage.example>",
        "The glove box does not match",
        [
            Writes(
                day(9, "17:55"),
                "I ordered gloves in size 8 and got two left hands in size 10. It made us laugh, but...",
                files=[photo("gloves.png", shade=(40, 90, 150))],
            ),
            Replies(
                day(8, "09:40"),
                "aino",
                """Hello Emma,

that made us laugh too, sorry! A proper pair in size 8 is on its way; keep the two left ones.

Aino""",
            ),
            Resolves(day(8, "09:41"), "aino", RETURN),
        ],
    ),
    Story(
        ENGLISH,
        "Building Supplies Weekly <news@bsweekly.example>",
        "Your weekly digest: decking trends",
        [
            Writes(
                day(4, "06:00"),
                "This week: ten decking trends, and why composite is here to stay.",
                html="""<h1>Decking trends</h1><p>Ten of them, and why composite is here to stay.</p>
<img src="https://images.bsweekly.example/banner.png" alt="Banner">
<p><a href="https://bsweekly.example/out">Unsubscribe</a></p>""",
            ),
        ],
        headers=[
            ("List-Unsubscribe", "<https://bsweekly.example/out>"),
            ("Precedence", "bulk"),
            ("Auto-Submitted", "auto-generated"),
        ],
    ),
)
