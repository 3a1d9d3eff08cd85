"""The address of one case, such as `support+c42.k3v9q2ha7w@a.example`.

Signed, so that nobody can write into a case by guessing its number; the last resort of threading
when a mail program has dropped every reference.
"""

import base64
import hmac
import re
from collections.abc import Iterable
from hashlib import sha256

from django.conf import settings

_TAG = re.compile(r"\+c(\d{1,18})\.([a-z2-7]{16})@")


def address_of_case(case_id: int, *, inbox: str) -> str:
    local, _, domain = inbox.rpartition("@")
    return f"{local}+c{case_id}.{_signature(case_id)}@{domain}"


def case_named_in(addresses: Iterable[str]) -> int | None:
    """The case that the first rightly signed address names."""
    for address in addresses:
        tag = _TAG.search(address.lower())
        if tag and hmac.compare_digest(tag[2], _signature(int(tag[1]))):
            return int(tag[1])
    return None


def _signature(case_id: int) -> str:
    key = f"case address {settings.SECRET_KEY}".encode()
    digest = hmac.new(key, str(case_id).encode(), sha256).digest()
    return base64.b32encode(digest[:10]).decode().lower()
