"""Which language a text is in, told by its smallest words: enough to choose a stemmer."""

from collections.abc import Sequence

from keskio.knowledge.inflection import LANGUAGES

COMMON = {
    "en": "the and is of to you for my it that have was with not are this your can please when",
    "fi": "ja on ei se että en mutta kun voi jos minun olen oli mitä kiitos terveisin joka hei nyt",
    "da": "og er ikke jeg det har til hej hvad kan af vil at mit hvor mange mvh været kunne blev",
    "sv": "och är inte jag det har till hej vad kan av vill att mitt var många med från för tack",
    "pl": "i nie się na jest czy do mam dzień dobry proszę że po od jak za ale mi dziękuję",
}
TELLING = {word: set[str]() for said in COMMON.values() for word in said.split()}
for _language, _said in COMMON.items():
    for _word in _said.split():
        TELLING[_word].add(_language)
LEAST = 2
LOOKED_AT = 300


def languages_of(words: Sequence[str], *, told: str) -> Sequence[str]:
    """Those a text may be in: the one it is told to be in, and the one it seems to be in.

    All of them when nothing tells.
    """
    counts = dict.fromkeys(LANGUAGES, 0)
    for word in words[:LOOKED_AT]:
        for language in TELLING.get(word, ()):
            counts[language] += 1
    first, second = sorted(LANGUAGES, key=lambda one: -counts[one])[:2]
    if counts[first] < LEAST or counts[first] == counts[second]:
        return (told,) if told in LANGUAGES and len(words) < LEAST else LANGUAGES
    return tuple({first, told} & set(LANGUAGES))
