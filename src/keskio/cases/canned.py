"""Canned responses: their variables, and which language speaks. No database."""

import re
from collections.abc import Mapping, Sequence

VARIABLES = ("customer.name", "case.number", "agent.name", "client.name")
VARIABLE = re.compile(r"\{\{\s*([^{}]{0,100}?)\s*\}\}")


def unknown_variables(text: str) -> list[str]:
    return [name for name in VARIABLE.findall(text) if name not in VARIABLES]


def filled(text: str, values: Mapping[str, str]) -> str:
    """With the value in each variable's place, once: a value is not looked through again."""
    return VARIABLE.sub(lambda found: values.get(found[1], found[0]), text)


def text_for(texts: Mapping[str, str], languages: Sequence[str]) -> str:
    """In the first of these languages that somebody wrote, else in any."""
    wanted = [texts[language] for language in languages if texts.get(language)]
    return next(iter([*wanted, *filter(None, texts.values())]), "")
