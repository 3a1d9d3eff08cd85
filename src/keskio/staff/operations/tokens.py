"""Keys for programs."""

from collections.abc import Collection
from datetime import datetime

from keskio.journal.actors import Actor
from keskio.journal.operations import record
from keskio.kit.scopes import INSTALLATION
from keskio.staff.events import TokenMade, TokenRevoked
from keskio.staff.keys import digest_of, new_key
from keskio.staff.models import Role, Token
from keskio.staff.operations.granting import require_role_within
from keskio.staff.rights import Right

SCOPES = ("read", "write", "admin")


class UnknownScope(Exception):
    """Not one of SCOPES."""


def make_token(
    *,
    name: str,
    role: str = Role.AGENT,
    scopes: Collection[str] = ("read", "write"),
    client_ids: Collection[int] | None = None,
    agent_id: int | None = None,
    own_rights: Collection[Right],
    actor: Actor,
    now: datetime,
) -> tuple[Token, str]:
    """The token and its key, which is shown this once.

    `own_rights` are those of whoever asks. Raises UnknownScope, UnknownRole, AboveYourOwn.
    """
    if unknown := set(scopes) - set(SCOPES):
        raise UnknownScope(", ".join(sorted(unknown)))
    require_role_within(role, own_rights)
    key = new_key()
    token = Token.objects.create(
        name=name,
        digest=digest_of(key),
        role=role,
        agent_id=agent_id,
        scopes=sorted(scopes),
        client_ids=None if client_ids is None else sorted(client_ids),
        created_at=now,
    )
    event = TokenMade(token_id=token.pk, role=role)
    record(event, client_id=INSTALLATION, actor=actor, at=now)
    return token, key


def revoke_token(*, token_id: int, actor: Actor, now: datetime) -> None:
    """Raises Token.DoesNotExist."""
    _revoke(Token.objects.select_for_update().get(pk=token_id), actor=actor, now=now)


def revoke_tokens_of(agent_id: int, *, actor: Actor, now: datetime) -> None:
    """All that stand for this agent."""
    for token in Token.objects.select_for_update().filter(agent=agent_id).order_by("pk"):
        _revoke(token, actor=actor, now=now)


def _revoke(token: Token, *, actor: Actor, now: datetime) -> None:
    if token.revoked_at is None:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        record(TokenRevoked(token_id=token.pk), client_id=INSTALLATION, actor=actor, at=now)
