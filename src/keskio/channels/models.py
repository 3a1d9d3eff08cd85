"""Arrivals, deliveries, acknowledgements sent, and the mail servers we believe."""

from django.db import models


class Arrival(models.Model):
    """What came in, raw, before anything was done with it."""

    class State(models.TextChoices):
        STORED = "stored"
        PROCESSED = "processed"
        FAILED = "failed"

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+", db_index=False)
    inbox = models.ForeignKey("clients.Inbox", models.PROTECT, related_name="+", db_index=False)
    mail_id = models.CharField(max_length=255)
    """Its Message-ID, or what is derived from the bytes when it has none."""
    body_hash = models.CharField(max_length=64)
    raw = models.BinaryField(null=True)
    """The mail itself up to 100 kB; a larger one is a blob."""
    digest = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField()
    envelope_from = models.CharField(max_length=320, null=True)  # noqa: DJ001
    """The sender of the transport; empty is "nobody", null is not known."""
    recipient = models.CharField(max_length=320, blank=True)
    """The address it came to; a case's own address names the case."""
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.STORED)
    kind = models.CharField(max_length=20, blank=True)
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, related_name="+", db_index=False
    )
    """As it was processed; since then the message may have been moved."""
    message = models.ForeignKey(
        "cases.Message", models.PROTECT, null=True, related_name="+", db_index=False
    )
    new_case = models.BooleanField(default=False)
    error = models.TextField(blank=True)
    failed_at = models.DateTimeField(null=True)
    """Null but for what failed: processing changes no indexed column, which PostgreSQL repays."""
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inbox", "mail_id", "body_hash"], name="arrival_once"),
        ]
        indexes = [
            models.Index(fields=["client", "-id"], name="arrival_newest"),
            models.Index(
                fields=["failed_at"],
                name="arrival_failed",
                condition=models.Q(failed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"arrival {self.pk} {self.mail_id}"

    @property
    def told_in_id(self) -> int | None:
        """The case in which its message is told now; the message must be joined."""
        return self.message.case_id if self.message else None


class Delivery(models.Model):
    """A message on its way out: sent at least once, always under the same Message-ID."""

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        FAILED = "failed"
        """Given up, or refused for good by the receiving side."""
        BOUNCED = "bounced"

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+")
    message = models.OneToOneField("cases.Message", models.CASCADE, related_name="+")
    recipients = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(null=True)
    """When to try next; while somebody tries, when to think that they hang."""
    claimed_by = models.PositiveIntegerField(null=True)
    """Who is trying just now, by the number of its lifeline."""
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["try_at"], name="delivery_due", condition=models.Q(state="queued")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} delivery {self.pk}"


class Acknowledgement(models.Model):
    """When an address was last told automatically that its mail has come."""

    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="+")
    inbox = models.ForeignKey("clients.Inbox", models.CASCADE, related_name="+", db_index=False)
    address = models.CharField(max_length=320)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inbox", "address"], name="acknowledged_once"),
        ]

    def __str__(self) -> str:
        return self.address


class TrustedServer(models.Model):
    """A mail server whose Authentication-Results are believed."""

    name = models.CharField(max_length=255, unique=True)

    def __str__(self) -> str:
        return self.name
