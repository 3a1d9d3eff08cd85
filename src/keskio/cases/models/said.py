"""What is said in cases, the files that came along, and the time that was given to them."""

from django.db import models

from keskio.cases.models.matters import Case


class Conversation(models.Model):
    """An exchange with a customer through one inbox; it may serve several cases."""

    class Channel(models.TextChoices):
        EMAIL = "email"
        PHONE = "phone"
        IN_PERSON = "in-person"
        OTHER = "other"

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
    origin = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="lent_messages", db_index=False
    )
    """The stub that gets it back if its merge is undone; null for a message at home."""
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
    bcc = models.JSONField(default=list)
    """Who gets it without the others being told."""
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
    """What a mail server we trust found: pass, fail, or nothing.

    Of a recorded mail also "unproved": none has said that it is the employee's.
    """
    sent_at = models.DateTimeField()
    """When its author sent it, by the author's own clock."""
    created_at = models.DateTimeField()
    forwards = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    """The message of this case that it passes on."""
    held_until = models.DateTimeField(null=True)
    """Until then it does not leave, and its author may take it back."""
    case_before = models.JSONField(null=True)
    """How the case stood before it was written, for taking it back."""

    class Meta:
        indexes = [
            models.Index(fields=["client", "message_id"], name="message_by_its_id"),
            models.Index(
                fields=["origin"],
                name="message_of_stub",
                condition=models.Q(origin__isnull=False),
            ),
        ]

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
    origin = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+", db_index=False)
    """As a message's."""
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
