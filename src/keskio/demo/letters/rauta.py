"""Rauta & Saha, in Finnish: Mikko and his chainsaw, stoves, doors and invoices."""

from keskio.demo.files import paper, photo
from keskio.demo.telling import Notes, Replies, Resolves, Snoozes, Story, Writes, ago, day

INBOX = "apu@rautajasaha.example"
PRODUCT, ORDER = "Question about a product", "Order or delivery"

STORIES = (
    Story(
        INBOX,
        "Mikko Lahtinen <mikko.lahtinen@posti.example>",
        "Suojavarusteet moottorisahaan",
        [
            Writes(
                day(12, "19:12"),
                """Hei!

Ostin teiltä viime viikolla Lielahdesta moottorisahan. Mitä suojavarusteita tarvitsen, kun kaadan
mökillä muutaman koivun? En ole ennen sahannut näin isolla.

|Terveisin
|Mikko Lahtinen
|Tampere""",
            ),
            Replies(
                day(11, "08:41"),
                "jenni",
                """Hei Mikko, ja onnea uudelle sahalle!

Aloita viiltosuojahousuista (luokka 1) ja metsurin kypärästä, jossa on visiiri ja kuulosuojaimet.
Lisäksi turvakengät ja käsineet. Housuissa istuvuus on tärkein: Lielahdessa voit sovittaa ne
rauhassa, myyjä auttaa mielellään.

Laitoin liitteeksi oppaan, josta näet mitä kukin suoja kestää.

|Turvallisia kaatoja!
|Jenni""",
                files=[
                    paper(
                        "Suojavarusteopas.pdf",
                        "Metsurin suojavarusteet",
                        "1. Viiltosuojahousut, luokka 1 (20 m/s)",
                        "2. Kypärä, visiiri ja kuulosuojaimet",
                        "3. Turvakengät ja viiltosuojakäsineet",
                    )
                ],
            ),
            Resolves(day(11, "08:42"), "jenni", PRODUCT),
            Writes(
                ago(9),
                """Moi taas Jenni,

ne viiltosuojahousut jäivät vielä ostamatta. Onko Lielahdessa kokoa L, ja mitä ne maksavat? Olen
ajamassa sinnepäin neljän maissa ja ottaisin samalla kypärän.

Mikko""",
            ),
        ],
    ),
    Story(
        INBOX,
        "Päivi Rantala <paivi.rantala@kotiposti.example>",
        "Lasku tuli kahteen kertaan",
        [
            Writes(
                ago(232),
                """Hei,

sain saman laskun (nro 10233) sekä sähköpostiin että paperilla, ja paperisessa on viiden euron
laskutuslisä. Kumpi minun pitää maksaa? Molemmat eräpäivät ovat ensi viikolla.

|Ystävällisin terveisin
|Päivi Rantala""",
                files=[paper("lasku-10233.pdf", "Lasku 10233", "Kiuas 8 kW", "349,00 EUR")],
            ),
        ],
    ),
    Story(
        INBOX,
        "Ulla Nieminen <ulla.nieminen@posti.example>",
        "Kiuas tuli kolhiintuneena, kuvat liitteenä",
        [
            Writes(
                day(3, "16:20"),
                """Hei!

Kuljetus toi eilen tilaamani kiukaan, ja sen kylki on lommolla kuten kuvasta näkyy. Pakkaus oli
ehjä, joten vika on tullut ennen pakkaamista. Mitä teemme?

Ulla Nieminen""",
                html="""<p>Hei!</p><p>Kuljetus toi eilen tilaamani kiukaan, ja sen kylki on lommolla
kuten kuvasta näkyy:</p><p><img src="cid:lommo" alt="Lommo kiukaan kyljessä"></p>
<p>Pakkaus oli ehjä, joten vika on tullut ennen pakkaamista. Mitä teemme?</p><p>Ulla Nieminen</p>
<p><img src="https://kuvat.kotisivu.example/ulla.gif" alt=""></p>""",
                files=[photo("lommo.png", shade=(96, 92, 88), content_id="lommo")],
            ),
            Replies(
                day(2, "09:05"),
                "aino",
                """Hei Ulla,

olipa ikävä yllätys, pahoittelut. Lähetämme uuden kiukaan tilalle, ja sama kuljettaja ottaa
lommoutuneen mukaansa. Sopisiko torstai vai perjantai kello 8–12?

|Terveisin
|Aino""",
            ),
            Writes(
                day(2, "12:31"),
                """Perjantai sopii hyvin! Voisiko kuljettaja soittaa puoli tuntia ennen, niin ehdin töistä
kotiin?

Ulla""",
            ),
            Replies(
                day(2, "12:55"),
                "aino",
                """Sovittu: perjantaina kello 8–12, ja kuljettaja soittaa numeroon, jonka annoit tilauksella.

Aino""",
            ),
            Notes(
                day(2, "12:58"),
                "aino",
                "Kuljetuksen viite KJ-88213. Jos perjantai peruuntuu, soitan Ullalle itse.",
            ),
            Snoozes(ago(560), "aino", days=3),
        ],
    ),
    Story(
        INBOX,
        "Rakennus Oy Virtanen <tarjoukset@rakennusvirtanen.example>",
        "Tarjouspyyntö, 40 m kuormalavahyllyä",
        [
            Writes(
                ago(310),
                """Hyvä vastaanottaja,

pyydämme tarjousta kuormalavahyllystä: pituus yhteensä 40 m, korkeus 5 m, neljä tasoa, kantavuus
1 000 kg lavapaikkaa kohti. Toimitus Lempäälään viikolla 50, asennus mukaan lukien. Kohteessa on
trukki. Piirros liitteenä.

|Terveisin
|Harri Virtanen
|Rakennus Oy Virtanen""",
                files=[paper("halli-pohja.pdf", "Varastohalli, Lempäälä", "Hyllyt 2 x 20 m")],
                cc=["Varasto <varasto@rakennusvirtanen.example>"],
            ),
        ],
    ),
    Story(
        INBOX,
        "Eero Salo <eero.salo@kotiposti.example>",
        "Ruuvipaketti puuttui tilauksesta",
        [
            Writes(
                day(8, "10:03"),
                """Terve, tilauksesta 55810 puuttui yksi paketti terassiruuveja (4,2 x 55, 500 kpl).
Kuittiin se on kyllä merkitty toimitetuksi.

Eero Salo""",
            ),
            Replies(
                day(8, "11:47"),
                "jenni",
                """Hei Eero,

kiitos kun kerroit. Paketti lähtee tänään postissa, ja saat seurantatunnuksen tekstiviestinä.
Ei maksa sinulle mitään.

|Terveisin
|Jenni""",
            ),
            Resolves(day(8, "11:47"), "jenni", ORDER),
            Writes(day(5, "17:30"), "Tuli perille, kiitos nopeasta toiminnasta!\n\nEero"),
            Resolves(day(4, "08:10"), "jenni", ORDER),
        ],
    ),
    Story(
        INBOX,
        "Juha-Pekka Hämäläinen-Korpisaari <jp.hamalainen-korpisaari@pitkanimiset.example>",
        "Oven karmin mitoitus vanhaan hirsitaloon, jossa seinä on painunut vuosien varrella 4 cm",
        [
            Writes(
                day(6, "21:48"),
                """Hei,

vaihdan ulko-ovea 1930-luvun hirsitaloon. Aukko on 92 x 206 cm, mutta seinä painuu edelleen.
Kuinka paljon painumavaraa karmin päälle pitää jättää, ja riittääkö villa täytteeksi? Myyjänne
sanoi kolme senttiä, naapuri viisi.

J-P""",
            ),
            Notes(
                day(5, "09:20"),
                "jenni",
                "Kysyin Lielahden ovitiskiltä: vanhassa hirressä 3–5 cm, uudessa enemmän.",
            ),
            Replies(
                day(5, "10:12"),
                "jenni",
                """Hei Juha-Pekka,

kumpikin on oikeassa. Vanhassa, jo painuneessa hirressä kolme senttiä riittää usein, mutta jos
liikettä vielä näkyy, jätä neljä tai viisi. Täytteeksi pellavaa tai villaa, ei vaahtoa: vaahto
lukitsee karmin paikalleen. Kiinnitä karmi sivuilta liukupuihin.

|Terveisin
|Jenni""",
            ),
            Writes(
                day(5, "20:15"),
                """Kiitos, tämä auttoi. Entä peitelauta: naulataanko se karmiin vai hirteen?

J-P""",
            ),
            Replies(
                day(4, "08:33"),
                "jenni",
                """Karmiin, ei koskaan hirteen: muuten lauta kantaa koko seinän painon, kun hirsi laskeutuu.

Jenni""",
            ),
            Writes(day(4, "18:02"), "Selvä! Entä sisäpuolella sama juttu?\n\nJ-P"),
            Replies(
                day(3, "08:15"),
                "jenni",
                "Sama juttu. Jätä laudan yläpäähän saman verran rakoa kuin karmin päälle.\n\nJenni",
            ),
            Writes(
                day(3, "19:40"),
                """Viimeinen kysymys, lupaan. Kynnyksen alle tulee bitumikaista, mutta tarvitaanko siihen
vielä tippapelti, kun edessä on katos?

J-P""",
            ),
            Replies(
                day(2, "08:20"),
                "jenni",
                """Kysy vain! Katoksen alla pärjää ilman, jos sade ei pääse vinosti kynnykselle. Pelti maksaa
alle kaksikymppiä, joten itse laittaisin.

Jenni""",
            ),
            Writes(
                ago(75),
                """Ovi on paikallaan ja käy kuin uni. Yksi asia vielä: tiivisteet jäivät puuttumaan
paketista. Saanko ne Lielahdesta hakemalla?

J-P""",
                files=[photo("ovi.png", shade=(122, 84, 52))],
            ),
        ],
    ),
)
