"""Who hears what, found as Django finds its URLs: settings name the module that sees everything."""

from collections.abc import Sequence
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from keskio.journal.events import Subscriber


@cache
def subscribers() -> Sequence[Subscriber]:
    found: Sequence[Subscriber] = import_string(settings.SUBSCRIBERS)
    return found
