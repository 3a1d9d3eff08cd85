import pytest

from keskio.channels.mail.parse import parse
from keskio.channels.mail.quotes import REPLY_MARKERS, new_text
from keskio.channels.mail.tests.data import TALON, needs_mails
from keskio.channels.mail.text import of_html

ATTRIBUTIONS = [
    "On Mon, 5 Jan 2026 at 10:32, Desk <desk@shop.example> wrote:",
    "On 5 Jan 2026, at 10.32, Desk <desk@shop.example> wrote:",
    "On Monday, January 5, 2026 at 10:32:11 AM GMT+2, Desk\n<desk@shop.example> wrote:",
    "ma 5. tammik. 2026 klo 10.32 Desk (desk@shop.example) kirjoitti:",
    "Desk <desk@shop.example> kirjoitti 5.1.2026 kello 10.32:",
    "Desk kirjoitti 5.1.2026 klo 10.32:",
    "5.1.2026 10.32, Desk kirjoitti:",
    "Den man. 5. jan. 2026 kl. 10.32 skrev Desk <desk@shop.example>:",
    "Den 5. jan. 2026 kl. 10.32 skrev Desk\n<desk@shop.example>:",
    "Den 05-01-2026 kl. 10:32 skrev Desk:",
    "pon., 5 sty 2026 o 10:32 Desk <desk@shop.example> napisał(a):",
    "W dniu 5.01.2026 o 10:32, Desk pisze:",
    "Wiadomość napisana przez Desk <desk@shop.example> w dniu 5 sty 2026, o godz. 10:32:",
    "Den mån 5 jan. 2026 kl 10:32 skrev Desk <desk@shop.example>:",
    "5 jan. 2026 kl. 10:32 skrev Desk <desk@shop.example>:",
    "Den 2026-01-05 kl. 10:32, skrev Desk:",
    "Am 05.01.26 um 10:32 schrieb Desk:",
    "Am Mo., 5. Jan. 2026 um 10:32 Uhr schrieb Desk <desk@shop.example>:",
]
BLOCKS = [
    "From: Desk <desk@shop.example>\nSent: Monday, 5 January 2026 10:32\nTo: Eva\nSubject: Order",
    "Lähettäjä: Desk <desk@shop.example>\nLähetetty: maanantai 5. tammikuuta 2026 10.32\n"
    "Vastaanottaja: Eva\nAihe: Tilaus",
    "Fra: Desk <desk@shop.example>\nSendt: 5. januar 2026 10:32\nTil: Eva\nEmne: Ordre",
    "Od: Desk <desk@shop.example>\nWysłano: poniedziałek, 5 stycznia 2026 10:32\nDo: Eva\n"
    "Temat: Zamówienie",
    "Från: Desk <desk@shop.example>\nSkickat: den 5 januari 2026 10:32\nTill: Eva\nÄmne: Order",
    "Von: Desk <desk@shop.example>\nGesendet: Montag, 5. Januar 2026 10:32\nAn: Eva\nBetreff: X",
    "*From:* Desk <desk@shop.example>\n*Date:* 5 January 2026\n*To:* Eva\n*Subject:* Order",
    "________________________________\nFrån: Desk\nSkickat: 5 januari\nTill: Eva\nÄmne: Order",
    "-----Alkuperäinen viesti-----\nLähettäjä: Desk\nLähetetty: 5.1.2026\nAihe: Tilaus",
    "-----Oprindelig meddelelse-----\nFra: Desk\nSendt: 5. januar\nEmne: Ordre",
    "-----Wiadomość oryginalna-----\nOd: Desk\nWysłano: 5 stycznia\nTemat: Zamówienie",
    "-----Ursprungligt meddelande-----\nFrån: Desk\nSkickat: 5 januari\nÄmne: Order",
]
SIGNATURES = [
    "-- \nEva Example\nShop Oy",
    "Sent from my iPhone",
    "Get Outlook for iOS <https://aka.ms/o0ukef>",
    "Lähetetty iPhonesta",
    "Lähetetty Samsung Galaxy -älypuhelimesta.",
    "Hanki Outlook for Android",
    "Sendt fra min iPhone",
    "Hent Outlook til iOS",
    "Wysłane z iPhone'a",
    "Wysłano z telefonu Samsung",
    "Pobierz aplikację Outlook dla systemu iOS",
    "Skickat från min iPhone",
    "Hämta Outlook för Android",
    "Von meinem iPhone gesendet",
]


class TestNewText:
    @pytest.mark.parametrize("attribution", ATTRIBUTIONS)
    @pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["tight", "wide"])
    def test_ends_where_an_attribution_begins(self, attribution: str, gap: str) -> None:
        text = f"Hei,\n\nkiitos!\n\n{attribution}{gap}> Missä?\n> Tässä.\n"
        assert new_text(text) == "Hei,\n\nkiitos!"

    @pytest.mark.parametrize("block", BLOCKS)
    def test_ends_where_outlooks_header_block_begins(self, block: str) -> None:
        assert new_text(f"Kiitos!\n\nEva\n\n{block}\n\nMissä paketti on?\n") == "Kiitos!\n\nEva"

    @pytest.mark.parametrize("signature", SIGNATURES)
    def test_lacks_the_signature(self, signature: str) -> None:
        assert new_text(f"Thanks!\n\nEva\n\n{signature}\n") == "Thanks!\n\nEva"

    @pytest.mark.parametrize("marker", REPLY_MARKERS.values())
    def test_stands_above_our_marker(self, marker: str) -> None:
        text = (
            f"Tak!\n\nDen 5. jan. 2026 kl. 10.32 skrev Desk <d@s.example>:\n\n> {marker}\n>\n> Hi"
        )
        assert new_text(text) == "Tak!"
        assert (
            new_text(f"Tak!\n\nUnknown program says\n{marker}\nHi")
            == "Tak!\n\nUnknown program says"
        )

    @pytest.mark.parametrize("marker", REPLY_MARKERS.values())
    def test_stands_below_the_marker_in_a_mail_of_another_desk(self, marker: str) -> None:
        assert new_text(f"{marker}\n\nHello\n") == "Hello"

    def test_keeps_answers_between_quotes_with_their_context(self) -> None:
        text = (
            "On 5 Jan 2026 at 10:32, Desk wrote:\n> Which colour?\nRed\n> Which size?\nLarge\n> Bye"
        )
        assert new_text(text) == text.removesuffix("\n> Bye")

    def test_below_a_quote_is_the_answer_alone(self) -> None:
        assert (
            new_text("On 5 Jan 2026 at 10:32, Desk wrote:\n> Which?\n\nThe red one.")
            == "The red one."
        )

    @pytest.mark.parametrize(
        "hint",
        [
            "My answers are below in red.",
            "Vastaukset alla.",
            "Svar nedenfor.",
            "Se nedan",
            "Odpowiedzi poniżej.",
        ],
    )
    def test_is_everything_when_it_says_that_the_answers_stand_below(self, hint: str) -> None:
        text = f"{hint}\n\n{BLOCKS[0]}\n\nWhich? The red one."
        assert new_text(text) == text

    def test_is_everything_when_all_is_quote(self) -> None:
        for text in ("> Only\n> quotes", f"{BLOCKS[1]}\n\nSisältö", "-- \nEva"):
            assert new_text(text).replace(" ", "") == text.replace(" ", "")

    def test_is_everything_in_a_forwarded_mail(self) -> None:
        text = f"FYI\n\n{BLOCKS[1]}\n\nLasku"
        assert new_text(text, subject="VL: Lasku") == text
        forwarded = "FYI\n\n---------- Forwarded message ---------\nFrom: A\nDate: B\nTo: C\n\nBill"
        assert new_text(forwarded) == forwarded

    @pytest.mark.parametrize(
        "text",
        [
            "He wrote:\nI will come.\nIs that so?",
            "From: Helsinki\nTo: Copenhagen\nWhen: Monday",
            'Asiakaspalvelunne kirjoitti:\n"Paketti on matkalla"\nMutta se ei ole.',
            "I sent from my own address.\nPlease answer there.",
            "Items:\n--\nOne chair\n" + "and a table\n" * 20 + "Thanks",
        ],
    )
    def test_keeps_what_only_looks_like_a_quote(self, text: str) -> None:
        assert new_text(text) == text.strip()


@needs_mails
class TestPublicReplies:
    @pytest.mark.parametrize(
        "name",
        [
            "android",
            "aol",
            "apple_mail",
            "apple_mail_2",
            "comcast",
            "gmail",
            "hotmail",
            "iphone",
            "outlook",
            "sparrow",
            "thunderbird",
            "yahoo",
        ],
    )
    def test_are_cut_to_their_hello(self, name: str) -> None:
        raw = (TALON / f"standard_replies/{name}.eml").read_bytes()
        assert parse(raw).text == "Hello"

    @pytest.mark.parametrize(
        "name",
        [
            "gmail",
            "hotmail",
            "mail_ru",
            "ms_outlook_2003",
            "ms_outlook_2007",
            "ms_outlook_2010",
            "thunderbird",
            "windows_mail",
            "yandex_ru",
        ],
    )
    def test_in_html_are_cut_too(self, name: str) -> None:
        text = new_text(of_html((TALON / f"html_replies/{name}.html").read_text()))
        assert text.replace("\n\n", "\n") == "Hi. I am fine.\nThanks,\nAlex"

    @pytest.mark.parametrize(
        ("name", "text"),
        [("OLK_SRC_BODY_SECTION", "Reply"), ("reply-separated-by-hr", "Hi\nthere\nBob")],
    )
    def test_are_cut_at_programs_own_marks(self, name: str, text: str) -> None:
        assert new_text(of_html((TALON / f"{name}.html").read_text())) == text


class TestTextOfHtml:
    def test_keeps_structure(self) -> None:
        html = "<h1>A</h1><p>b <b>c</b><br>d</p><ul><li>e<li>f</ul><table><tr><td>g<td>h</table>"
        assert of_html(html) == "A\n\nb c\nd\n\n- e\n- f\n\ng h"

    def test_shows_where_links_lead(self) -> None:
        assert of_html('<a href="https://x.example/y">here</a>') == "here <https://x.example/y>"
        assert of_html('<a href="https://x.example/">x.example</a>') == "x.example"

    def test_keeps_blockquotes_as_quotes(self) -> None:
        assert of_html("<blockquote>a<blockquote>b</blockquote></blockquote>c") == (
            "> a\n>\n> > b\n\nc"
        )
