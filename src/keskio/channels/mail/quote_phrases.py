"""The words by which mail programs introduce quotes and sign mails, in many languages."""

import re

REPLY_MARKERS = {
    "en": "-- Reply above this line --",
    "fi": "-- Vastaa tämän rivin yläpuolelle --",
    "da": "-- Svar over denne linje --",
    "pl": "-- Odpowiedz powyżej tej linii --",
    "sv": "-- Svara ovanför denna rad --",
}
"""The line that goes on top of what we send, by language; an answer is what stands above it."""

MARKERS = frozenset(marker.strip("- ").lower() for marker in REPLY_MARKERS.values())

WROTE = (
    r"wrote|writes|kirjoitti|kirjoittaa|skrev|skrifaði|napisał(?:a|\(a\)|/a|/-a)?|pisze|schrieb"
    r"|schreibt|a écrit|écrit|escribió|ha scritto|schreef|escreveu|пишет"
    r"|писал(?:\(а\)|а)?|написал(?:\(а\)|а)?"
)
"""Ends an attribution, except where name or time come after it ("Den 5.1. skrev Anna:")."""

ENDS_ATTRIBUTION = re.compile(
    rf"(?:\b(?:{WROTE})(?:\s+(?:seuraavaa|viestissään|następująco|følgende|följande))?"
    r"|w dniu [^:\n]{4,60}\spisze|geschrieben|napsal\(a\))\s*:?\s*$",
    re.IGNORECASE,
)
STARTS_ATTRIBUTION = re.compile(
    r"^\W{0,3}(?:on|am|wiadomość napisana|den|d\.|le|el|il|op|em|w dniu|dnia|dn\.|kl\.?|"
    r"(?:ma|ti|ke|to|pe|la|su|mon|tue|wed|thu|fri|sat|sun|man|tir|ons|tors?|fre|lør|søn|mån|tis|lör"
    r"|pon|wt|śr|czw|pt|sob|niedz|nd|mo|di|mi|do|fr|sa|so)[a-zäöåø]*\.?,?\s|\d{1,4}[./-]\d{1,2})",
    re.IGNORECASE,
)
WROTE_INSIDE = re.compile(
    r"\b(?:skrev|kirjoitti|schrieb|schreef|napisał(?:a|\(a\))?|napisan[ae] przez)\b.{0,160}:\s*$",
    re.IGNORECASE,
)
HAS_TIME = re.compile(r"\d{1,2}[.:]\d{2}|\d{1,4}[./-]\s?\d{1,2}|\b(?:19|20)\d\d\b")
DATE_AND_TIME = re.compile(r"\b\d{1,2}\.\D{0,12}\d{4}\D{1,12}\d{1,2}[.:]\d{2}")
HAS_ADDRESS = re.compile(r"@|\b\d{1,2}[.:]\d{2}\b")
BARE_ATTRIBUTION = re.compile(  # '26.06.2014, 14:41, "Anna" <anna@example.com>:'
    r"^[^\n]{0,80}\d{1,2}[:.]\d{2}[^\n]{0,80}<[^<>\s]+@[^<>\s]+>:\s*$"
)

SEPARATOR = re.compile(
    r"^\W{0,4}-{2,}\s*(?:original message|original appointment|reply message|alkuperäinen viesti"
    r"|oprindelig (?:meddelelse|besked)|opprinnelig melding|original(?:t)? ?meddelande"
    r"|ursprungligt meddelande|(?:wiadomość|wiadomosc) (?:oryginalna|pierwotna)"
    r"|(?:oryginalna|pierwotna) wiadomość|ursprüngliche (?:nachricht|mail)|message d'origine"
    r"|message original|mensaje original|messaggio originale|oorspronkelijk bericht"
    r"|исходное сообщение)\s*-{2,}\W{0,4}$",
    re.IGNORECASE,
)
FORWARDED = re.compile(
    r"^\W{0,4}(?:-{2,}\s*)?(?:forwarded message|begin forwarded message|välitetty viesti"
    r"|edelleenlähetetty viesti|välitetty viesti alkaa|videresendt (?:meddelelse|besked|mail)"
    r"|startet på videresendt|vidarebefordrat (?:meddelande|mejl|brev)"
    r"|(?:przekazana|przesłana dalej) wiadomość|treść przekazanej wiadomości"
    r"|weitergeleitete (?:nachricht|mail)|message transféré|mensaje reenviado)[\s:-]*$",
    re.IGNORECASE,
)
FORWARDING_SUBJECT = re.compile(
    r"\s*(?:fwd?|vl|lähetetty edelleen|vb|videresendt?|vidarebefordra[dt]|pd|przekazane|wg|tr|enc"
    r"|doorst)\s*:",
    re.IGNORECASE,
)

FIRST_LABELS = "from|lähettäjä|fra|från|od|nadawca|von|de|da|van|от|avsändare|afsender"
OTHER_LABELS = (
    "sent|date|to|cc|subject|reply-to|lähetetty|päivämäärä|pvm|päiväys|vastaanottaja|kopio|aihe|otsikko"
    "|sendt|dato|til|emne|skickat|datum|till|kopia|ämne|wysłano|wysłane|data|do|dw|temat"
    "|gesendet|an|betreff|kopie|envoyé|à|objet|enviado|para|asunto|assunto|inviato|a|oggetto"
    "|verzonden|aan|onderwerp|отправлено|дата|кому|тема|importance|tärkeys|prioritet|vigtighed"
)
HEADER_LINE = re.compile(
    rf"^[>*\s]*\*?(?:{FIRST_LABELS}|{OTHER_LABELS})\s?\*?:\*?(?:\s|$)", re.IGNORECASE
)
FIRST_HEADER_LINE = re.compile(
    rf"^[*\s]*\*?(?:{FIRST_LABELS}|date|datum|dato|subject|päivämäärä|data)\s?\*?:\*?\s*\S",
    re.IGNORECASE,
)
FROM_LINE = re.compile(rf"^[>*\s]*\*?(?:{FIRST_LABELS})\s?\*?:\*?\s*\S", re.IGNORECASE)
RULE = re.compile(r"^\s*(?:_{5,}|-{5,}|={5,}|\*{5,})\s*$")

INLINE_ANSWERS = re.compile(
    r"\b(?:(?:answers?|repl(?:y|ies)|comments?|see|my)\b[^.\n]{0,30}"
    r"\b(?:inline|in[- ]line|below|in red)|(?:kts?|katso)\.? alla"
    r"|vastau(?:s|kset|kseni)[^.\n]{0,30}\b(?:alla|alempana|punaisella|välissä)"
    r"|(?:svar|kommentar(?:er)?)[^.\n]{0,30}\b(?:nedenfor|nedan|herunder|med rødt|i rött|inline)"
    r"|se (?:nedenfor|nedan|herunder)"
    r"|(?:odpowiedzi|komentarze)[^.\n]{0,30}\b(?:poniżej|w treści|na czerwono)"
    r"|antwort(?:en)?[^.\n]{0,30}\b(?:unten|im text|in rot))",
    re.IGNORECASE,
)

DEVICE = r"[\w .'’+()/-]{1,40}"
MOBILE_SIGNATURE = re.compile(
    rf"^\s*(?:(?:sent|posted) (?:from|via|with|using) {DEVICE}|sent by {DEVICE} (?:phone|app)"
    rf"|get outlook for {DEVICE}|yahoo mail: search.*|via mobile"
    rf"|(?:lähetetty|lähettänyt) (?:{DEVICE} )?(?:iphone|ipad|android|samsung|huawei|nokia|puhelim"
    rf"|mobiili|laitteesta|yahoo|outlook|gmail|galaxy|windows|operatör|älypuhelim|mail|proton){DEVICE}?"
    rf"|(?:hanki|lataa) outlook (?:for )?{DEVICE}|{DEVICE}lähetetty {DEVICE}puhelimesta"
    rf"|(?:sendt|afsendt) (?:fra|via|med) {DEVICE}|(?:hent|få) outlook (?:til|for) {DEVICE}"
    rf"|(?:skickat|skickades|sänt) (?:från|via|med) {DEVICE}|(?:hämta|skaffa) outlook för {DEVICE}"
    rf"|(?:wysłan[eoay]|wysłano|wysłane) (?:z|ze|przez|za pomocą|od) {DEVICE}"
    rf"|(?:pobierz|uzyskaj) (?:aplikację )?outlook(?:a)? (?:dla|na) (?:systemu )?{DEVICE}"
    rf"|(?:von|vom) (?:meinem )?{DEVICE} gesendet|gesendet (?:von|mit|vom|über) {DEVICE}"
    rf"|outlook für {DEVICE} (?:beziehen|herunterladen)|envoyé (?:de|depuis) {DEVICE}"
    rf"|enviado desde {DEVICE}|inviato da {DEVICE}|verzonden (?:vanaf|met) {DEVICE})"
    r"(?:\s*[<(]https?://\S*[>)])?[.!]?\s*$",
    re.IGNORECASE,
)
SENT_WORDS = (
    "sent",
    "post",
    "get ",
    "yaho",
    "via ",
    "läh",
    "hank",
    "lata",
    "send",
    "afse",
    "hent",
    "få ",
    "skic",
    "sänt",
    "hämt",
    "skaf",
    "wysł",
    "pobi",
    "uzys",
    "von ",
    "vom ",
    "gese",
    "outl",
    "envo",
    "envi",
    "invi",
    "verz",
)
