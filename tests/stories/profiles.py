"""How somebody looks at the desk: how wide, in which light, in which language.

A story of a paragraph is told twice: on a desktop in one light, in English, and on a phone in the
other light, in another language. Its words are looked up in the catalogues, so it finds a button by
the name that a screen reader says in that language.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import translation


@dataclass(frozen=True)
class Profile:
    width: int
    height: int
    scheme: Any
    language: str

    @property
    def is_phone(self) -> bool:
        return self.width < 960

    def word(self, text: str, **values: object) -> str:
        """As the interface says it in the language; `text` stands so in a template."""
        with translation.override(self.language):
            return translation.gettext(text) % values if values else translation.gettext(text)

    def __str__(self) -> str:
        return f"{'phone' if self.is_phone else 'desktop'}-{self.scheme}-{self.language}"


def desktop(scheme: str = "light", language: str = "en") -> Profile:
    return Profile(1440, 860, scheme, language)


def phone(scheme: str = "dark", language: str = "en") -> Profile:
    return Profile(390, 780, scheme, language)


def told(*profiles: Profile) -> pytest.MarkDecorator:
    """The test is told to each of them; the fixture `profile` says to whom."""
    return pytest.mark.parametrize("profile", profiles, ids=str)
