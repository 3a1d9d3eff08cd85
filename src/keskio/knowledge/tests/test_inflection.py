import pytest

from keskio.knowledge.inflection import keys
from keskio.knowledge.words import words_in

MEETS = {
    "fi": """tilaus tilauksen|lasku laskuista|katu kadulla|kauppa kaupan|jäsenyys jäsenyyden
        asiakas asiakkaan|osoite osoitteen|laite laitteet|kännykkä kännykän|avain avaimen
        hinta hinnan|kenkä kengät|tarjous tarjouksia|vesi veden|uusi uuden|saha sahaan
        kirjautuminen kirjautumisen|varaus varausta|takki takin|puhelin puhelimet|pöytä pöydän
        moottorisaha moottorisahoja|tuote tuotteita|ranta rannalla|toimitus toimitukset
        hinnat hintoja|kiuas kiukaan|vastaus vastausta|kuitti kuitin|sopimus sopimukseen""",
    "da": """ordre ordren|faktura fakturaen|regning regninger|bestilling bestillingen|pakke pakken
        kunde kunder|butik butikker|medlem medlemmer|medlemskab medlemskabet|nøgle nøglerne
        cykel cyklen|bog bøger|håndklæde håndklæder|billet billetter|sko skoene|hus huset
        levering leveringen|adgangskode adgangskoden|barn børn|skruetrækker skruetrækkere""",
    "sv": """beställning beställningen|faktura fakturan|faktura fakturor|nyckel nycklar
        nyckel nyckeln|kund kunderna|lösenord lösenordet|medlemskap medlemskapet|butik butiken
        cykel cyklar|paket paketet|bok böcker|sko skor|leverans leveransen|räkning räkningar
        biljett biljetter|kvitto kvittot|meddelande meddelandet|konto kontot|klocka klockorna""",
    "pl": """zamówienie zamówienia|faktura fakturę|paczka paczek|klient klientów|zwrot zwrotu
        konto koncie|hasło hasła|płatność płatności|dostawa dostaw|książka książek|ręka ręce
        sklep sklepie|umowa umów|reklamacja reklamacji|rower roweru|pies psa|stół stołu
        błąd błędu|samochód samochodzie|karta karcie|klucz klucze|faktura fakturze""",
    "en": """order orders|invoice invoices|delivery deliveries|membership memberships|pay paid
        cancel cancelled|shoe shoes|key keys|battery batteries|run running|box boxes
        child children|refund refunded|return returning|ship shipped|address addresses
        charge charged|subscription subscriptions|knife knives|reply replies""",
}
PARTS = {
    "fi": """katu katto|tuuli tuoli|lasku laskin|saha sähkö|kone konna|maksu maksa|kenkä kenguru
        tilaus tila|kuusi kuu|hinta hintelä|kauppa kaappi|vesi vasen|kuitti kuitu|takki taksi
        pallo palo|sana sananlasku|avain avaruus|puhelin puhe|asiakas asia|matto muta
        kukka kukko|varas varaus|lasi lasku|tuote tuotanto""",
    "da": """bil billet|ordre ord|bog bogstav|hus husk|pakke park|kunde kundskab|nøgle negl
        kat katalog|sko skov|mand mandag|cykel cyklon|medlem medlid|faktura faktum|regning regn
        bord brød
        bank bænk|lager laks|penge pen|film filt|toilet toil""",
    "sv": """bil biljett|bok bock|order ord|kund kunskap|paket park|nyckel nyck|sko skog|man manet
        cykel cyklon|faktura faktum|räkning räka|hus hustru|konto kontor|butik but|hand handel
        klocka klok|lager lag|vecka vecklad|film filt|frukt frukost""",
    "pl": """konto kontakt|karta kara|rower rów|paczka pacjent|sklep sklejka|klucz klub|hasło hałas
        zwrot zwierzę|klient klimat|pies pieśń|kot kotlet|dom domena|but butelka|stół stop
        list liść|faktura fakt|umowa umysł|ręka rekin|adres adresat|nosić nóż""",
    "en": """order border|invoice voice|pay paper|key keyboard|box boxer|child chill|ship shop
        address dress|card cardigan|bill billion|cat cattle|organ organization|universe university
        number numb|part party|late later|news new|general generate|plane plan|desk desktop""",
}


def pairs(said: dict[str, str]) -> list[tuple[str, str, str]]:
    return [
        (language, one, other)
        for language, text in said.items()
        for line in text.splitlines()
        for one, other in map(str.split, line.split("|"))
    ]


def meet(language: str, one: str, other: str) -> bool:
    return bool(keys(one, language) & keys(other, language))


class TestTwoWords:
    @pytest.mark.parametrize(("language", "one", "other"), pairs(MEETS))
    def test_meet_as_forms_of_one(self, language: str, one: str, other: str) -> None:
        assert meet(language, one, other), (keys(one, language), keys(other, language))

    @pytest.mark.parametrize(("language", "one", "other"), pairs(PARTS))
    def test_that_only_look_alike_stay_apart(self, language: str, one: str, other: str) -> None:
        assert not meet(language, one, other), (keys(one, language), keys(other, language))

    def test_meet_without_their_diacritics(self) -> None:
        assert keys("sähkössä", "fi") & keys("sahkossa", "fi")

    def test_that_a_diacritic_tells_apart_stay_so_while_short(self) -> None:
        assert not keys("sää", "fi") & keys("saa", "fi")
        assert not keys("får", "sv") & keys("far", "sv")

    @pytest.mark.parametrize("language", MEETS)
    def test_are_twenty_pairs_at_least(self, language: str) -> None:
        for said in (MEETS, PARTS):
            assert len([pair for pair in pairs(said) if pair[0] == language]) >= 20


class TestKeys:
    def test_are_none_for_numbers(self) -> None:
        assert keys("55810", "fi") == frozenset()

    @pytest.mark.parametrize("language", MEETS)
    def test_are_few(self, language: str) -> None:
        said = " ".join((MEETS[language], PARTS[language])).replace("|", " ")
        assert max(len(keys(word, language)) for word in words_in(said)) <= 8
