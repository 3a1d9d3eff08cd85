"""Who may make the first administrator: who can read what the server printed."""

from django.utils.crypto import constant_time_compare, salted_hmac

LETTERS = 10


def setup_code() -> str:
    """The same for one installation until its key changes; of use only while nobody works here."""
    return salted_hmac("keskio.first-visit", "administrator").hexdigest()[:LETTERS]


def is_setup_code(given: str) -> bool:
    return constant_time_compare(given, setup_code())
