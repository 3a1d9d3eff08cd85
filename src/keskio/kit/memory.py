"""Answers remembered for a moment, where the same is asked a hundred times a second; and texts
that are kept because it takes long to put them together."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

AT_MOST = 10_000
"""Keys kept; then all are forgotten, so that memory does not grow with what is asked."""

Key = TypeVar("Key", bound=Hashable)
Answer = TypeVar("Answer")


class Remembered(Generic[Key, Answer]):
    """Asks `find` at most every `seconds` for each key; that there is none it does not remember.

    Another process may have changed the answer meanwhile: only for what may be a moment old.
    """

    def __init__(self, find: Callable[[Key], Answer | None], *, seconds: float) -> None:
        self._find, self._seconds = find, seconds
        self._answers: dict[Key, tuple[float, Answer]] = {}

    def get(self, key: Key) -> Answer | None:
        now = time.monotonic()
        known = self._answers.get(key)
        if known and known[0] > now - self._seconds:
            return known[1]
        if (answer := self._find(key)) is not None:
            if len(self._answers) >= AT_MOST:
                self._answers.clear()
            self._answers[key] = now, answer
        return answer

    def forget(self) -> None:
        self._answers.clear()


class Kept(Generic[Key]):
    """Texts by what they were made of, those used last: at most so many characters together."""

    def __init__(self, *, at_most: int) -> None:
        self._at_most = at_most
        self._texts: OrderedDict[Key, str] = OrderedDict()
        self._length = 0
        self._lock = threading.Lock()

    def get(self, key: Key, make: Callable[[], str]) -> str:
        with self._lock:
            if key in self._texts:
                self._texts.move_to_end(key)
                return self._texts[key]
        text = make()
        with self._lock:
            self._length += len(text) - len(self._texts.pop(key, ""))
            self._texts[key] = text
            while self._length > self._at_most:
                self._length -= len(self._texts.popitem(last=False)[1])
        return text
