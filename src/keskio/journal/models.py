"""What happened, how far each subscriber has heard it, what is parked, and what is due later."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.functions import Now

from keskio.journal.actors import Actor

PARTITIONS = 16

if TYPE_CHECKING:
    _ActorText = models.CharField[Actor, Actor]
else:
    _ActorText = models.CharField


class ActorField(_ActorText):
    """An Actor, kept as its text."""

    def from_db_value(self, value: str, *_: object) -> Actor:
        return Actor.parse(value)

    def to_python(self, value: Any) -> Actor:
        return value if isinstance(value, Actor) else Actor.parse(value)

    def get_prep_value(self, value: Any) -> str:
        return str(value)


class Entry(models.Model):
    """One event, written in the transaction that made it true; never changed."""

    partition = models.PositiveSmallIntegerField()
    client_id = models.IntegerField()
    stream = models.CharField(max_length=100)
    kind = models.CharField(max_length=100)
    payload = models.JSONField()
    actor = ActorField(max_length=100)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    is_setting = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"], name="entry_of_setting", condition=models.Q(is_setting=True)
            ),
            models.Index(fields=["partition", "id"], name="entry_in_partition"),
            models.Index(fields=["stream", "id"], name="entry_in_stream"),
            models.Index(fields=["client_id", "id"], name="entry_of_client"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind} {self.stream}"


class Cursor(models.Model):
    """How far one subscriber has heard one partition; its row lock is the claim."""

    subscriber = models.CharField(max_length=100)
    partition = models.PositiveSmallIntegerField()
    position = models.BigIntegerField()
    heard_at = models.DateTimeField(null=True)
    """When a reaction last succeeded: moving past what is parked or unheard does not count."""

    paused = False
    """Whether its subscriber is paused; the claim annotates it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "partition"], name="one_cursor_each"),
        ]

    def __str__(self) -> str:
        return f"{self.subscriber}/{self.partition} at {self.position}"


class Parked(models.Model):
    """A stream a subscriber stumbled over: from `entry_id` on it waits, the others go on."""

    cursor = models.ForeignKey(Cursor, models.CASCADE, related_name="parked")
    stream = models.CharField(max_length=100)
    entry_id = models.BigIntegerField()
    attempts = models.PositiveSmallIntegerField(default=1)
    parked_at = models.DateTimeField()
    retry_at = models.DateTimeField(null=True)
    last_error = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cursor", "stream"], name="parked_once"),
        ]
        indexes = [
            models.Index(
                fields=["retry_at"],
                name="parked_due",
                condition=models.Q(retry_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stream} from #{self.entry_id}: {self.last_error}"


class Pause(models.Model):
    """A subscriber that failed on one stream after another: only probed until it hears again."""

    subscriber = models.CharField(max_length=100, unique=True)
    paused_at = models.DateTimeField()
    probes = models.PositiveIntegerField(default=0)
    probe_at = models.DateTimeField()
    last_error = models.TextField()

    def __str__(self) -> str:
        return f"{self.subscriber} since {self.paused_at}: {self.last_error}"


class Timer(models.Model):
    """Record this event at `due_at`, unless cancelled."""

    key = models.CharField(max_length=200, unique=True)
    due_at = models.DateTimeField(db_index=True)
    client_id = models.IntegerField()
    stream = models.CharField(max_length=100)
    kind = models.CharField(max_length=100)
    payload = models.JSONField()
    actor = ActorField(max_length=100)

    def __str__(self) -> str:
        return f"{self.key} at {self.due_at}"
