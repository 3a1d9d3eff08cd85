"""Rauta & Saha, in Finnish: what people ask its shops day by day."""

from keskio.demo.files import photo
from keskio.demo.telling import (
    Gives,
    IsAway,
    Notes,
    Replies,
    Resolves,
    Story,
    Takes,
    Writes,
    ago,
    day,
)

INBOX = "apu@rautajasaha.example"
PRODUCT, ORDER, RETURN, ELSE = (
    "Question about a product",
    "Order or delivery",
    "Return or damage",
    "Something else",
)

STORIES = (
    Story(
        INBOX,
        "Teija Koskinen <teija.koskinen@posti.example>",
        "Laminaatin palautus, 3 pakettia jäi yli",
        [
            Writes(
                day(7, "13:05"),
                """Hei, ostin lattiaan 14 pakettia ja kolme jäi yli, avaamattomia. Ostosta on 40 päivää.
Saako ne vielä palauttaa?

Teija""",
            ),
            Replies(
                day(7, "14:30"),
                "linnea",
                """Hei Teija,

avaamattomat paketit saa palauttaa 60 päivän sisällä mihin tahansa myymälään, kuitti mukaan.
Rahat tulevat samalle kortille noin kolmessa päivässä.

|Terveisin
|Linnea""",
            ),
            Resolves(day(7, "14:31"), "linnea", RETURN),
        ],
    ),
    Story(
        INBOX,
        "Ville Aaltonen <ville.aaltonen@tyomaa.example>",
        "Vuokraperäkärryn varaus lauantaille",
        [
            Writes(
                day(2, "15:22"),
                "Moi! Onko lauantaina iso peräkärry vapaana Lielahdessa, klo 9–14?\n\nVille Aaltonen",
            ),
            Replies(
                day(2, "15:50"),
                "aino",
                """Moi Ville,

on: varasin sen nimelläsi kello 9. Ota ajokortti mukaan, vuokra on 28 euroa ja maksetaan
noudettaessa.

Aino""",
            ),
            IsAway(
                day(2, "15:51"),
                "Automaattinen vastaus: Poissa toimistolta",
                """Kiitos viestistäsi! Olen lomalla enkä lue sähköpostia. Kiireellisissä asioissa ota
yhteys työmaan toimistoon.""",
            ),
        ],
    ),
    Story(
        INBOX,
        "Sirkka Mäkinen <sirkka.makinen@posti.example>",
        "Kuinka monta litraa maalia keittiöön",
        [
            Writes(
                day(10, "11:11"),
                """Hyvää päivää. Keittiöni on 12 neliötä, huonekorkeus 2,6 metriä. Montako purkkia valkoista
seinämaalia tarvitsen kahteen kerrokseen? Olen 81-vuotias ja kannan ne bussilla, joten en
haluaisi yhtään liikaa. Sirkka Mäkinen""",
            ),
            Replies(
                day(10, "12:40"),
                "veikko",
                """Hyvää päivää Sirkka,

seinää on ikkunan ja oven jälkeen noin 32 neliötä. Kahteen kerrokseen kuluu 8 litraa, siis yksi
9 litran purkki. Se painaa 13 kiloa: kotiinkuljetus Tampereella maksaa 9,90, ja kuljettaja
nostaa purkin keittiöön asti. Laitanko tilauksen valmiiksi?

|Terveisin
|Veikko""",
            ),
            Writes(
                day(9, "09:02"), "Kiitos, tilatkaa vain. Maksan kuljettajalle kortilla. Sirkka M."
            ),
            Replies(
                day(9, "09:30"),
                "veikko",
                "Tilaus on tehty, maali tulee huomenna kello 10–12. Mukavia maalaushetkiä!\n\nVeikko",
            ),
            Resolves(day(9, "09:31"), "veikko", ORDER),
        ],
    ),
    Story(
        INBOX,
        "Antti Leppänen <antti.leppanen@kotiposti.example>",
        "Porakoneen akku ei lataudu",
        [
            Writes(
                day(4, "18:44"),
                """Keväällä ostettu akkuporakone, akku ei enää lataudu: laturin valo vilkkuu punaista.
Kuitti löytyy. Meneekö takuuseen?

Antti""",
                files=[photo("laturi.png", shade=(150, 40, 40))],
            ),
            Replies(
                day(3, "10:10"),
                "aino",
                """Hei Antti,

menee takuuseen. Vie akku ja laturi kuitin kanssa mihin tahansa myymälään: jos sama vika näkyy
sielläkin, saat uuden akun saman tien.

Aino""",
            ),
        ],
    ),
    Story(
        INBOX,
        "Noora Heikkilä <noora.heikkila@posti.example>",
        "Saako leikkipaikan hiekkaa säkeittäin?",
        [
            Writes(
                ago(48),
                """Hei! Tarvitsen leikkipaikalle pestyä hiekkaa noin 300 kiloa. Myyttekö säkeissä, ja
mahtuuko se tavalliseen farmariautoon kahdessa erässä?

Noora""",
            ),
        ],
    ),
    Story(
        INBOX,
        "Taloyhtiö Koivurinne <hallitus@koivurinne.example>",
        "Laskutusosoitteen vaihto",
        [
            Writes(
                ago(420),
                """Hei, taloyhtiömme isännöitsijä vaihtui. Laskut jatkossa verkkolaskuina, tunnus
vaihtuu vuodenvaihteessa. Mihin päivitämme tiedot?

Hallituksen puolesta Marjut Oksanen""",
            ),
            Takes(ago(20), "jenni"),
            Notes(ago(15), "jenni", "Kysytty laskutuksesta, riittääkö pöytäkirjan ote. Odotan."),
            Gives(ago(11), "jenni", to="aino"),
        ],
    ),
    Story(
        INBOX,
        "Pekka Rautio <pekka.rautio@tyomaa.example>",
        "Sirkkelin terä savuttaa",
        [
            Writes(
                day(13, "07:40"),
                """Uusi sirkkeli, ja terä savuttaa heti kun sahaa liimapuuta. Vika vai käyttäjä?

Pekka""",
            ),
            Replies(
                day(13, "09:15"),
                "jenni",
                """Hei Pekka,

luultavasti terä: mukana tulee karkea halkaisuterä, liimapuuhun kannattaa vaihtaa 40-hampainen.
Katso myös, että halkaisuveitsi on suorassa.

Jenni""",
            ),
            Writes(day(12, "16:20"), "Terän vaihto auttoi. Kiitos!"),
            Resolves(day(11, "08:05"), "jenni", PRODUCT),
        ],
    ),
    Story(
        INBOX,
        "Marja Toivonen <marja.toivonen@posti.example>",
        "Kiitos Lielahden väelle",
        [
            Writes(
                day(9, "20:20"),
                """Halusin vain sanoa, että Lielahden myyjä kantoi kaakelit autoon asti, vaikka satoi
kaatamalla. Välittäkää kiitokset!

Marja""",
            ),
            Replies(
                day(8, "08:30"),
                "veikko",
                "Kiitos Marja, tämä ilahdutti! Luin viestisi ääneen Lielahdessa.\n\nVeikko",
            ),
            Resolves(day(8, "08:31"), "veikko", ELSE, "nothing-to-do"),
        ],
    ),
)
