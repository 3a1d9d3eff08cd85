"""Clients, their inboxes, the reasons their cases end under, and what their cases carry."""

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


class InboxKind(models.TextChoices):
    """What mail to an inbox is for."""

    SERVICE = "service"
    RECORDS = "records"
    """Copies of what employees and customers write to each other: kept, and no work for anybody."""


class Inbox(models.Model):
    """One address that customers of a client write to."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="inboxes")
    name = models.CharField(max_length=200)
    address = models.EmailField(unique=True)
    """Lower case, as everything it is compared with."""
    kind = models.CharField(max_length=10, choices=InboxKind.choices, default=InboxKind.SERVICE)
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


class Definition(models.Model):
    """Something that cases of a client can carry; once removed it is only remembered."""

    what = ""

    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["client", "name"],
                name="%(class)s_named_once",
                condition=models.Q(removed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Colour(models.TextChoices):
    """The counters of the look, each with its own shape."""

    SEA = "sea"
    CLOUDBERRY = "cloudberry"
    FERN = "fern"
    HEATHER = "heather"
    LINGONBERRY = "lingonberry"
    SKY = "sky"
    BARK = "bark"
    STONE = "stone"


class Tag(Definition):
    """A word by which cases are found again."""

    what = "tag"

    colour = models.CharField(max_length=20, choices=Colour.choices, default=Colour.STONE)


class StatusOf(models.TextChoices):
    """The states that cases can be in, which cases themselves decide."""

    OPEN = "open"
    WAITING = "waiting"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


class Status(Definition):
    """Says more of one state, such as "waits for a spare part"."""

    what = "status"

    state = models.CharField(max_length=20, choices=StatusOf.choices)


class FieldKind(models.TextChoices):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes-no"
    LINK = "link"


class Field(Definition):
    """Something a client wants to know of each case, of one kind."""

    what = "field"

    kind = models.CharField(max_length=20, choices=FieldKind.choices)
    choices = models.JSONField(default=list)
    required = models.BooleanField(default=False)
    """Without it, a case cannot be resolved."""
