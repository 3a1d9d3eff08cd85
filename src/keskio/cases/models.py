"""Cases, conversations, messages, attachments, and the time spent on them."""

from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce


class State(models.TextChoices):
    OPEN = "open"
    """Waits for us."""
    WAITING = "waiting"
    """Waits for the customer."""
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


class Outcome(models.TextChoices):
    """How a case ended, in the eyes of who ended it."""

    SOLVED = "solved"
    PARTLY = "partly"
    REFERRED = "referred"
    UNSOLVED = "unsolved"
    NOTHING_TO_DO = "nothing-to-do"
    AUTOMATIC = "automatic"
    """Automatic mail alone: there was nobody to answer."""


class Case(models.Model):
    """A matter that needs an outcome."""

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+", db_index=False)
    inbox = models.ForeignKey("clients.Inbox", models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    assignee = models.ForeignKey(
        "staff.Agent", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    language = models.CharField(max_length=8, blank=True)
    participants = models.JSONField(default=list)
    """Addresses that may write into this case, lower case: who was on it from To, Cc and From."""
    linked_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="linked_from", db_index=False
    )
    """The case a stranger answered to: related, but never shown to them."""
    opened_at = models.DateTimeField()
    last_message_at = models.DateTimeField()
    waiting_since = models.DateTimeField(null=True)
    """Since when the customer waits for us; null when they do not."""
    promised_at = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    reason = models.ForeignKey(
        "clients.Reason", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["client", "state", "promised_at", "id"], name="case_by_promise"),
            models.Index(
                fields=["client", "state", "-last_message_at", "-id"], name="case_by_news"
            ),
            models.Index(
                fields=["linked_to"],
                name="case_linked",
                condition=models.Q(linked_to__isnull=False),
            ),
            models.Index(
                fields=["assignee", "client", "state", "-last_message_at", "-id"],
                name="case_of_agent",
                condition=models.Q(assignee__isnull=False),
            ),
            models.Index(
                fields=["client", "state", "waiting_since", "id"],
                name="case_by_wait",
                condition=models.Q(waiting_since__isnull=False),
            ),
            models.Index(
                F("client"),
                F("state"),
                Coalesce("customer", 0),
                F("id"),
                name="case_by_customer",
                condition=~models.Q(state="resolved"),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.subject}"

    @property
    def waits_for_us(self) -> bool:
        return self.state == State.OPEN


class Conversation(models.Model):
    """An exchange with a customer through one inbox; it may serve several cases."""

    class Channel(models.TextChoices):
        EMAIL = "email"

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+", db_index=False)
    inbox = models.ForeignKey("clients.Inbox", models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=20, choices=Channel.choices, default=Channel.EMAIL)
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"


class Message(models.Model):
    """One utterance in a conversation, about one case."""

    class Kind(models.TextChoices):
        MESSAGE = "message"
        BOUNCE = "bounce"
        AUTO_REPLY = "auto-reply"
        COMPLAINT = "complaint"
        ACKNOWLEDGEMENT = "acknowledgement"
        NOTE = "note"

    class Direction(models.TextChoices):
        IN = "in"
        OUT = "out"
        INTERNAL = "internal"

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="messages")
    conversation = models.ForeignKey(
        Conversation, models.PROTECT, related_name="messages", db_index=False
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    direction = models.CharField(max_length=10, choices=Direction.choices)
    agent = models.ForeignKey(
        "staff.Agent", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    author_name = models.CharField(max_length=200, blank=True)
    author_address = models.CharField(max_length=320, blank=True)
    reply_to = models.CharField(max_length=320, blank=True)
    """Where the author asked to be answered, when not at the author's own address."""
    to = models.JSONField(default=list)
    cc = models.JSONField(default=list)
    subject = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    """What is new in it, without quotes and signature."""
    full_text = models.TextField(blank=True)
    """All of it; empty when nothing was cut."""
    html = models.TextField(blank=True)
    """Sanitised; still shown in a sandbox only."""
    message_id = models.CharField(max_length=998)
    in_reply_to = models.CharField(max_length=998, blank=True)
    authentic = models.CharField(max_length=10, blank=True)
    """What a mail server we trust found: pass, fail, or nothing."""
    sent_at = models.DateTimeField()
    """When its author sent it, by the author's own clock."""
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["client", "message_id"], name="message_by_its_id")]

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"


class Attachment(models.Model):
    """A file that came or went with a message; its content is a blob."""

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+", db_index=False)
    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content_id = models.CharField(max_length=255, blank=True)
    inline = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class ActiveTime(models.Model):
    """Seconds an agent had a case in front, not idle, during one visit to its page."""

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    agent = models.ForeignKey("staff.Agent", models.CASCADE, related_name="+", db_index=False)
    visit = models.UUIDField()
    seconds = models.PositiveIntegerField()
    """As measured, or as the agent corrected it: the journal has both."""
    started_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "agent", "visit"], name="visit_counted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.seconds} s on #{self.case_id}"


class Request(models.Model):
    """A write that was asked for under a key of the asker's: asked twice, it is done once."""

    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    message = models.ForeignKey(Message, models.CASCADE, related_name="+", db_index=False)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="request_once")]

    def __str__(self) -> str:
        return self.key


class SavedView(models.Model):
    """A list that somebody has put together and named: which cases, in which order and columns."""

    owner = models.ForeignKey("staff.Agent", models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    shared_with = models.ForeignKey("clients.Client", models.CASCADE, null=True, related_name="+")
    """Everyone who serves this client sees it; null: its owner alone."""
    view = models.CharField(max_length=20)
    sort = models.CharField(max_length=20, blank=True)
    narrowed_to = models.ForeignKey(
        "clients.Client", models.CASCADE, null=True, related_name="+", db_index=False
    )
    inbox = models.ForeignKey(
        "clients.Inbox", models.CASCADE, null=True, related_name="+", db_index=False
    )
    agent = models.ForeignKey(
        "staff.Agent", models.CASCADE, null=True, related_name="+", db_index=False
    )
    language = models.CharField(max_length=8, blank=True)
    columns = models.JSONField(default=list)
    """Empty: those that the reader has chosen."""
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="view_named_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ChosenColumns(models.Model):
    """The columns that an agent has in lists of cases."""

    agent = models.OneToOneField("staff.Agent", models.CASCADE, related_name="+")
    columns = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"columns of {self.agent_id}"
