"""The databases' own full-text search, each behind the same four functions."""

from types import ModuleType

from django.db import connection

from keskio.knowledge.engines import postgresql, sqlite


def engine() -> ModuleType:
    return postgresql if connection.vendor == "postgresql" else sqlite
