"""Message-IDs of ours: fixed before the first try to send, and impossible to guess."""

import secrets


def make_message_id(address: str) -> str:
    """A fresh one in the domain of `address`."""
    return f"<{secrets.token_hex(16)}@{address.rpartition('@')[2]}>"
