"""Print the address of a PostgreSQL to test on, or say on stderr why there is none.

KESKIO_TEST_DATABASE_URL when it is set. Otherwise a role is made on this machine's own server, as
plain as an installation has: neither superuser nor BYPASSRLS, which policies do not bind.
"""

import getpass
import os
import subprocess
import sys
import zlib
from pathlib import Path

import psycopg

ROLE = "keskio_test"
MAKE_ROLE = f"""
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN
    CREATE ROLE {ROLE} LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS PASSWORD '{ROLE}';
  END IF;
END $$
"""


def main() -> int:
    if given := os.environ.get("KESKIO_TEST_DATABASE_URL"):
        print(given)
        return 0
    why = make_role()
    for host in ("", "127.0.0.1"):
        url = f"postgresql://{ROLE}:{ROLE}@{host}/{database()}"
        if can_enter(url.rpartition("/")[0] + "/postgres"):
            print(url)
            return 0
    print(f"No PostgreSQL to test on: {why}", file=sys.stderr)
    return 1


def make_role() -> str:
    """Make it as whoever we are, or as the server's own account; answers what went wrong."""
    try:
        with psycopg.connect("postgresql:///postgres", connect_timeout=5) as connection:
            connection.execute(MAKE_ROLE)
    except psycopg.Error as error:
        if getpass.getuser() == "root":
            subprocess.run(
                [
                    "runuser",
                    "-u",
                    "postgres",
                    "--",
                    "psql",
                    "-q",
                    "-d",
                    "postgres",
                    "-c",
                    MAKE_ROLE,
                ],
                check=False,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        return str(error).strip()
    return f"the role {ROLE} cannot log in"


def can_enter(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.Error:
        return False
    return True


def database() -> str:
    """One for each checkout, so that two may test at the same time."""
    return f"keskio_{zlib.crc32(str(Path.cwd()).encode()):08x}"


if __name__ == "__main__":
    sys.exit(main())
