"""What is being written, and what is written often."""

from django.db import models

from keskio.cases.models.matters import Case
from keskio.cases.models.said import Message


class Draft(models.Model):
    """What an agent is writing and has not sent: in a case, or to begin one by an inbox."""

    class Kind(models.TextChoices):
        REPLY = "reply"
        NOTE = "note"
        FORWARD = "forward"
        NEW = "new"

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+", db_index=False)
    inbox = models.ForeignKey("clients.Inbox", models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+", db_index=False)
    agent = models.ForeignKey("staff.Agent", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    to = models.TextField(blank=True)
    """As typed, like cc and bcc: it need not be an address yet."""
    cc = models.TextField(blank=True)
    bcc = models.TextField(blank=True)
    subject = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    forwards = models.ForeignKey(
        Message, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    version = models.PositiveIntegerField(default=0)
    """Counts the changes: who knows an older one has it open elsewhere."""
    last_seen = models.PositiveBigIntegerField(default=0)
    """The newest message that the writer had read when it was scheduled."""
    send_at = models.DateTimeField(null=True)
    """When it is to leave by itself."""
    held_back = models.BooleanField(default=False)
    """It was to leave by itself and did not, because somebody wrote first."""
    updated_at = models.DateTimeField()
    active_at = models.DateTimeField()
    """When its writer was last seen at it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "agent", "kind"], name="draft_once_per_case"),
            models.UniqueConstraint(
                fields=["agent", "inbox"],
                name="draft_once_per_inbox",
                condition=models.Q(case__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} draft {self.pk}"


class DraftFile(models.Model):
    """A file that goes along with what is being written; its content is a blob."""

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+", db_index=False)
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content_id = models.CharField(max_length=255)
    inline = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class CannedResponse(models.Model):
    """Words that are written often, for one client, in as many languages as somebody wrote."""

    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=100)
    shortcut = models.CharField(max_length=40)
    texts = models.JSONField(default=dict)
    """By language."""
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "shortcut"], name="shortcut_once"),
        ]

    def __str__(self) -> str:
        return f"/{self.shortcut}"
