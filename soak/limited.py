"""`keskio` on an SQLite database that may not grow beyond what a file beside it says.

python -m soak.limited up --data DIR      # DIR/pages: max_page_count; 0 or no file: no limit
"""

import os
import sqlite3
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

from keskio.__main__ import main

UNLIMITED = 0xFFFFFFFE


class Limited(sqlite3.Connection):
    """Asks the file before each cursor, so that the limit can change under a running server."""

    def cursor(self, *given: Any, **named: Any) -> Any:
        made = super().cursor(*given, **named)
        super().execute(f"PRAGMA max_page_count = {_pages() or UNLIMITED}")
        return made


def _pages() -> int:
    try:
        return int((Path(os.environ["KESKIO_DATA"]) / "pages").read_text() or 0)
    except FileNotFoundError:
        return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "keskio.config.settings")
    os.environ["KESKIO_DATA"] = sys.argv[sys.argv.index("--data") + 1]
    settings.DATABASES["default"]["OPTIONS"]["factory"] = Limited
    sys.exit(main())
