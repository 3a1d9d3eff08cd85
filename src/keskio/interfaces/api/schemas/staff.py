"""Agents, tokens, and whom the asking token stands for."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import ConfigDict, Field

from keskio.interfaces.api.fields import Asked, Id, Language, MailAddress, Name, Shown, TimeZone
from keskio.staff.models import Presence, Role
from keskio.staff.rights import names_of

if TYPE_CHECKING:
    from keskio.staff.models import Agent, Token
    from keskio.staff.viewers import Viewer

TokenScope = Literal["read", "write", "admin"]
RoleName = Annotated[
    str, Field(max_length=50, pattern=r"^[a-z0-9-]+$", description="Its slug, of GET /roles.")
]
ClientIds = Annotated[list[Id], Field(max_length=1000)]

OWN = (
    "name",
    "role",
    "presence",
    "seen_at",
    "email",
    "language",
    "time_zone",
    "is_active",
    "invited_at",
)


class Me(Shown):
    """Whom the token stands for, and what it may see and do."""

    actor: str = Field(examples=["agent:3", "token:1"])
    agent_id: int | None
    role: str
    rights: list[str]
    scopes: list[str]
    client_ids: list[int]


class PresenceSaid(Asked):
    presence: Presence = Field(
        description="Say `here` again at least every quarter of an hour: who is silent for longer"
        " is given nothing new."
    )


class LanguageSaid(Asked):
    language: Language


class AgentShown(Shown):
    """A person who works here."""

    id: int
    name: str
    role: str
    presence: Presence
    seen_at: datetime | None


class PersonShown(AgentShown):
    """An agent, as administrators see them."""

    email: str
    language: str
    time_zone: str
    is_active: bool
    invited_at: datetime | None = Field(
        description="Since when a link to choose a password is under way."
    )
    second_step: bool = Field(description="They sign in with two steps.")
    client_ids: list[int]

    @classmethod
    def of(cls, agent: "Agent", *, client_ids: list[int], second_step: bool) -> "PersonShown":
        own = {name: getattr(agent, name) for name in OWN}
        return cls(id=agent.pk, client_ids=client_ids, second_step=second_step, **own)


class InvitationShown(Shown):
    mailed: bool = Field(description="Whether a mail server took the mail with the link.")


class AgentSettings(Asked):
    """Only what is sent changes."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"role": "supervisor"}]})

    name: Name = ""
    email: MailAddress = ""
    role: RoleName = Role.AGENT
    language: Language = "en"
    time_zone: TimeZone = "Europe/Helsinki"


class NewAgent(Asked):
    """They choose a password when invited, or by "forgotten"."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Jenni", "email": "jenni@rauta.example"}]}
    )

    name: Name
    email: MailAddress
    role: RoleName = Role.AGENT
    language: Language = "en"
    time_zone: TimeZone = "Europe/Helsinki"
    client_ids: ClientIds = []


class ClientsServed(Asked):
    client_ids: ClientIds = Field(description="Exactly these from now on.")


class TokenShown(Shown):
    id: int
    name: str
    role: str
    agent_id: int | None
    scopes: list[str]
    client_ids: list[int] | None = Field(description="Null: every client.")
    created_at: datetime
    revoked_at: datetime | None


class TokenMade(TokenShown):
    key: str = Field(description="Shown this once: only a digest of it is kept.")


class NewToken(Asked):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "reporting", "scopes": ["read"]}]}
    )

    name: Name
    role: RoleName = Role.AGENT
    scopes: Annotated[list[TokenScope], Field(min_length=1)] = ["read", "write"]
    client_ids: ClientIds | None = Field(None, description="Null: every client.")
    agent_id: Id | None = Field(None, description="Whom it stands for; needed to take work.")


def me_shown(viewer: "Viewer") -> Me:
    return Me(
        actor=str(viewer.actor),
        agent_id=viewer.agent_id,
        role=viewer.role,
        rights=names_of(viewer.rights),
        scopes=sorted(viewer.scopes),
        client_ids=sorted(viewer.clients),
    )


def token_made(token: "Token", key: str) -> TokenMade:
    return TokenMade(**TokenShown.model_validate(token).model_dump(), key=key)
