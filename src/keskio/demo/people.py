"""Kohtaamo's dozen agents: who serves whom, from where, in which language."""

from collections.abc import Sequence
from dataclasses import dataclass

from keskio.demo.companies import AUTOPESU, KAARI, RAUTA
from keskio.staff.models import Presence, Role

PASSWORD = "kohtaamo demo"  # noqa: S105 - printed at every start, of use in the demo only

EVERYBODY = (RAUTA.slug, KAARI.slug, AUTOPESU.slug)
"""All serve Kaari; the other two are seen by some only."""
FINNISH = (RAUTA.slug, KAARI.slug)
WASHES = (KAARI.slug, AUTOPESU.slug)
GYMS = (KAARI.slug,)

PLACES = {
    "Helsinki": "Europe/Helsinki",
    "Aarhus": "Europe/Copenhagen",
    "Gdańsk": "Europe/Warsaw",
}


@dataclass(frozen=True)
class Person:
    name: str
    place: str
    language: str
    serves: Sequence[str]
    role: Role = Role.AGENT
    presence: Presence = Presence.HERE
    signs_in: bool = False
    """With PASSWORD; each costs a quarter of a second. The others ask for one by "forgotten"."""

    @property
    def key(self) -> str:
        """The first name: what the stories call them by."""
        return self.name.partition(" ")[0].lower()

    @property
    def email(self) -> str:
        return f"{self.key}@kohtaamo.example"

    @property
    def time_zone(self) -> str:
        return PLACES[self.place]


PEOPLE = (
    Person("Riikka Aho", "Helsinki", "fi", EVERYBODY, Role.ADMINISTRATOR, signs_in=True),
    Person("Veikko Laine", "Helsinki", "fi", EVERYBODY, Role.SUPERVISOR),
    Person("Jenni Korhonen", "Helsinki", "fi", FINNISH, signs_in=True),
    Person("Aino Salmela", "Helsinki", "fi", EVERYBODY),
    Person("Oskari Niemi", "Helsinki", "en", WASHES),
    Person("Linnea Ström", "Helsinki", "sv", EVERYBODY, signs_in=True),
    Person("Emil Thorsen", "Aarhus", "da", GYMS, Role.SUPERVISOR, Presence.BREAK),
    Person("Mads Kjær", "Aarhus", "da", GYMS, signs_in=True),
    Person("Sofie Lund", "Aarhus", "da", GYMS),
    Person("Agnieszka Nowak", "Gdańsk", "pl", GYMS, signs_in=True),
    Person("Piotr Wiśniewski", "Gdańsk", "pl", GYMS, presence=Presence.FINISHING),
    Person("Zuzanna Lis", "Gdańsk", "pl", GYMS, presence=Presence.AWAY),
)
