"""Clients, their inboxes and the reasons their cases end under."""

from datetime import time
from zoneinfo import ZoneInfo

from django.db import models

LANGUAGES = [
    ("en", "English"),
    ("fi", "Suomi"),
    ("da", "Dansk"),
    ("pl", "Polski"),
    ("sv", "Svenska"),
]


class Client(models.Model):
    """A company whose customers are served here."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)
    language = models.CharField(max_length=8, choices=LANGUAGES, default="en")
    time_zone = models.CharField(max_length=64, default="Europe/Helsinki")
    opens_at = models.TimeField(default=time(9))
    closes_at = models.TimeField(default=time(17))
    open_days = models.CharField(max_length=7, default="12345")
    """ISO weekdays on which somebody answers."""
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)
    """Served no longer: its inboxes take nothing new, and all that was said stays."""

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class Catches(models.TextChoices):
    """Which mail an inbox takes besides its own address, when no other inbox does."""

    OWN = "own"
    DOMAIN = "domain"
    EVERYTHING = "everything"


class Inbox(models.Model):
    """One address that customers of a client write to."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="inboxes")
    name = models.CharField(max_length=200)
    address = models.EmailField(unique=True)
    """Lower case, as everything it is compared with."""
    catches = models.CharField(max_length=10, choices=Catches.choices, default=Catches.OWN)
    language = models.CharField(max_length=8, choices=LANGUAGES, default="en")
    acknowledges = models.BooleanField(default=True)
    answer_within_hours = models.PositiveSmallIntegerField(default=8)
    """Opening hours until a person answers: the promise told to customers."""
    signature = models.TextField(blank=True)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)
    """Takes nothing new; answers to the cases it has still come in."""

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>"

    @property
    def takes_mail(self) -> bool:
        return self.archived_at is None and self.client.archived_at is None


class Reason(models.Model):
    """Why customers of a client get in touch; chosen when a case is resolved."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="reasons")
    name = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField()
    archived_at = models.DateTimeField(null=True)
    """Chosen no longer; cases that ended under it still say so."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "name"], name="reason_once_per_client"),
        ]

    def __str__(self) -> str:
        return self.name
