"""Agents, the clients and inboxes they serve, roles, teams, what they are told, and tokens."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from keskio.journal.actors import Actor
from keskio.journal.models import ActorField


class Role(models.TextChoices):
    """The roles that come along; `staff.rights` says what they may. Others are rows."""

    CONTACT = "contact"
    """Somebody elsewhere in the company who talks with customers now and then."""
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class Presence(models.TextChoices):
    HERE = "here"
    FINISHING = "finishing"
    BREAK = "break"
    AWAY = "away"


class AgentManager(BaseUserManager["Agent"]):
    def get_by_natural_key(self, email: str | None) -> "Agent":
        return self.get(email=(email or "").lower())


class Agent(AbstractBaseUser):
    """A person who works here; signs in with the address."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=50, default=Role.AGENT)
    """One of Role, or the slug of an OwnRole."""
    language = models.CharField(max_length=8, default="en")
    time_zone = models.CharField(max_length=64, default="Europe/Helsinki")
    presence = models.CharField(max_length=20, choices=Presence.choices, default=Presence.AWAY)
    seen_at = models.DateTimeField(null=True)
    """When they last did something here; nobody is present who has not for a while."""
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    signature = models.TextField(blank=True)
    """Stands above the inbox's own below what they write."""
    invited_at = models.DateTimeField(null=True)
    """Since when a link to choose a password is under way; null when none is."""
    sign_ins_ended = models.PositiveIntegerField(default=0)
    """How often all sessions were ended: every session from before is worth nothing."""

    objects = AgentManager()
    USERNAME_FIELD = "email"

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def actor(self) -> Actor:
        return Actor.agent(self.pk)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What sessions are held against: another password ends them, and so does ending them."""
        value = f"{self.password}{self.sign_ins_ended}"
        return salted_hmac("keskio.sessions", value, secret=secret, algorithm="sha256").hexdigest()


class OwnRole(models.Model):
    """A role that this installation has made for itself."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    rights = models.TextField(blank=True)
    """Named rights, parted by spaces: read with what else decides what somebody may."""

    def __str__(self) -> str:
        return self.name


class SecondStep(models.Model):
    """Who has this role must sign in with two steps; with an empty one, everybody must."""

    role = models.CharField(max_length=50, unique=True)

    def __str__(self) -> str:
        return self.role or "everybody"


class ClosedInbox(models.Model):
    """An inbox that is not for everybody who serves its client."""

    inbox = models.OneToOneField("clients.Inbox", models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"inbox {self.inbox_id}"


class LetIn(models.Model):
    """An agent who may enter a closed inbox."""

    closed = models.ForeignKey(ClosedInbox, models.CASCADE, related_name="let_in")
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["closed", "agent"], name="let_in_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} enters {self.closed_id}"


class Membership(models.Model):
    """An agent serves a client."""

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="memberships")
    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agent", "client"], name="member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} serves {self.client_id}"


class Token(models.Model):
    """A key with which a program acts; only its digest is kept."""

    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=50, default=Role.AGENT)
    agent = models.ForeignKey(Agent, models.CASCADE, null=True, related_name="tokens")
    """Whom it acts as, when it acts as a person: needed to take work."""
    scopes = models.JSONField(default=list)
    """Any of `read`, `write`, `admin`."""
    client_ids = models.JSONField(null=True)
    """The clients it is limited to; null for every client."""
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """People who take the cases given to them together; once removed it is only remembered."""

    name = models.CharField(max_length=100)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    team = models.ForeignKey(Team, models.CASCADE, related_name="members")
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "agent"], name="team_member_once")]

    def __str__(self) -> str:
        return f"{self.agent_id} in {self.team_id}"


class TeamClient(models.Model):
    """Cases of the client can be given to the team."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="clients")
    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "client"], name="team_client_once")]

    def __str__(self) -> str:
        return f"{self.team_id} for {self.client_id}"


class NotificationKind(models.TextChoices):
    MENTION = "mention"
    ASSIGNED = "assigned"
    FOLLOWED = "followed"
    REMINDER = "reminder"


class AgentNotification(models.Model):
    """An agent should look at a case; why is in its story."""

    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="+", db_index=False)
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20, choices=NotificationKind.choices)
    case_id = models.BigIntegerField()
    """A number: cases lie above."""
    inbox = models.ForeignKey(
        "clients.Inbox", models.CASCADE, null=True, related_name="+", db_index=False
    )
    """The case's: to whom it is closed, nothing is told."""
    actor = ActorField(max_length=100)
    """Whose doing it was."""
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agent", "kind", "case_id"],
                name="unread_once",
                condition=models.Q(read_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["agent", "-created_at", "-id"], name="notification_by_news"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.agent_id} on #{self.case_id}"
