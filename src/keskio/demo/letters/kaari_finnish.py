"""Kaari in Finnish: the yearly member at the counter, pauses, a sauna, a leaver."""

from keskio.demo.files import paper
from keskio.demo.telling import Notes, Replies, Resolves, Story, Writes, ago, day

INBOX = "asiakaspalvelu@kaari.example"
JOIN, INVOICE = "Joining or adding a club", "Invoice or payment"

STORIES = (
    Story(
        INBOX,
        "Hanna Järvinen <hanna.jarvinen@posti.example>",
        "Vuosikortti ja toinen sali",
        [
            Writes(
                day(4, "17:40"),
                """Hei,

minulla on vuosikortti Kallion salille, ja vaihdoin työpaikkaa Pasilaan. Kysyin tiskillä toisen
salin lisäämistä, mutta siellä ohjattiin verkkoon, ja verkossa ohjattiin tiskille. Voisiko joku
vain lisätä sen?

Hanna Järvinen""",
            ),
            Notes(
                day(3, "08:25"),
                "aino",
                """Tiskin kassa ei osaa lisätä salia vuosikorttiin. Lisäsin sen käsin taustajärjestelmään;
tämä on kolmas sama tapaus tällä viikolla.""",
            ),
            Replies(
                day(3, "08:31"),
                "aino",
                """Hei Hanna,

anteeksi juoksuttaminen. Lisäsin Pasilan korttiisi: se toimii ovella heti, ja hinta on 9 euroa
kuussa kortin loppuun asti. Ensimmäinen kuukausi on meidän piikkiimme.

|Terveisin
|Aino""",
            ),
            Writes(day(3, "11:10"), "Ihanaa, kiitos! Kävin jo lounastunnilla.\n\nHanna"),
            Resolves(day(3, "11:30"), "aino", JOIN),
        ],
    ),
    Story(
        INBOX,
        "Sanna Mäkelä <sanna.makela@posti.example>",
        "Jäsenyyden tauko, lääkärintodistus",
        [
            Writes(
                day(2, "09:15"),
                "Olkapää leikataan, tauko kolmeksi kuukaudeksi. Mihin lähetän todistuksen?\n\nSanna",
            ),
            Replies(
                day(2, "10:00"),
                "aino",
                """Hei Sanna,

voit vastata tähän viestiin ja liittää todistuksen. Tauko alkaa siitä päivästä, jona kirjoitit,
ei siitä jona todistus tulee. Pikaista paranemista!

Aino""",
            ),
        ],
    ),
    Story(
        INBOX,
        "Petri Lahti <petri.lahti@tyomaa.example>",
        "Irtisanominen, sali on aina täynnä",
        [
            Writes(
                ago(290),
                """Haluan irtisanoa. Kello 17–19 ei pääse yhteenkään laitteeseen, ja pukuhuoneessa jonotetaan
suihkuun. En maksa tästä.

Petri Lahti""",
            ),
        ],
    ),
    Story(
        INBOX,
        "Oona Virtanen <oona.virtanen@posti.example>",
        "Lokakuun lasku kahteen kertaan",
        [
            Writes(
                day(6, "12:00"),
                "Lokakuusta tuli kaksi laskua, 39 ja 78 euroa. Kumpi on oikein?\n\nOona",
                files=[paper("lokakuu.pdf", "Kaari", "Lokakuu 78,00 EUR")],
            ),
            Replies(
                day(6, "13:35"),
                "linnea",
                "Hei Oona,\n\n39 euroa on oikein. Hyvitin toisen, eikä sinun tarvitse tehdä mitään.\n\nLinnea",
            ),
            Resolves(day(6, "13:36"), "linnea", INVOICE),
        ],
    ),
    Story(
        INBOX,
        "Joel Nurmi <joel.nurmi@posti.example>",
        "Opiskelija-alennus jäi pois",
        [
            Writes(
                ago(18),
                """Moi, liityin eilen ja valitsin opiskelijan hinnan, mutta laskussa on täysi. Opiskelijakortti
on puhelimessa. Miten korjataan?

|t. Joel
|
|Lähetetty puhelimesta""",
            ),
        ],
    ),
)
