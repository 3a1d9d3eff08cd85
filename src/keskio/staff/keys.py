"""The keys with which programs act; only a digest of each is kept."""

import hashlib
import secrets


def new_key() -> str:
    return f"keskio_{secrets.token_urlsafe(32)}"


def digest_of(key: str) -> str:
    """A key has 256 random bits: a plain hash of it is as good as a slow one."""
    return hashlib.sha256(key.encode()).hexdigest()
