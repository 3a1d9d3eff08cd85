"""All stories of the demo world."""

from collections.abc import Sequence

from keskio.demo.letters import (
    autopesu,
    kaari_danish,
    kaari_finnish,
    kaari_polish,
    kaari_swedish,
    mixed_up,
    rauta,
    rauta_abroad,
    rauta_shops,
)
from keskio.demo.telling import Story


def every_story() -> Sequence[Story]:
    rooms = (
        rauta,
        rauta_abroad,
        rauta_shops,
        mixed_up,
        kaari_danish,
        kaari_finnish,
        kaari_polish,
        kaari_swedish,
        autopesu,
    )
    return [story for room in rooms for story in room.STORIES]
