"""Secrets that must be kept and used, but never shown: sealed with the installation's own key."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class CannotUnseal(Exception):
    """It was sealed with another key, or it is no seal of ours."""


def seal(secret: str) -> str:
    return _fernet().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises CannotUnseal."""
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except (InvalidToken, ValueError) as error:
        raise CannotUnseal("sealed with another key: enter the secret again") from error


def _fernet() -> Fernet:
    """Of a key derived for this use alone: what signs sessions never encrypts."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"keskio sealed secrets")
    return Fernet(base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))
