"""Customers and their identities."""

from django.db import models


class Customer(models.Model):
    """A person or organisation that a client serves."""

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=200, blank=True)
    """As they call themselves; empty while only an address is known: no name is guessed."""
    language = models.CharField(max_length=8, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["client", "-id"], name="customer_newest")]

    def __str__(self) -> str:
        return self.name or f"customer {self.pk}"


class Identity(models.Model):
    """An address by which a customer is recognised."""

    class Kind(models.TextChoices):
        EMAIL = "email"
        PHONE = "phone"
        CHAT = "chat"
        NUMBER = "number"
        EXTERNAL = "external"

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    value = models.CharField(max_length=320)
    """Normalised: compared with `=`, never by lower()."""
    verified = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "kind", "value"], name="identity_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class BlockedSender(models.Model):
    """An address or a whole domain whose mail a client does not want to be bothered by."""

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+", db_index=False)
    value = models.CharField(max_length=320)
    """Lower case; without @ it is a domain, and stands for all below it."""
    agent = models.ForeignKey(
        "staff.Agent", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    blocked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "value"], name="blocked_once"),
        ]

    def __str__(self) -> str:
        return self.value
