"""Cases: how they stand, what was merged into them, what they have to do with each other."""

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
    SPAM = "spam"
    """Ended without an answer: nobody's matter."""
    MERGED = "merged"
    """A stub: what was said in it stands in the case it was merged into."""


CLOSED = (State.RESOLVED, State.SPAM, State.MERGED)
"""Nobody has to do anything about these."""


class Outcome(models.TextChoices):
    """How a case ended, in the eyes of who ended it."""

    SOLVED = "solved"
    PARTLY = "partly"
    REFERRED = "referred"
    UNSOLVED = "unsolved"
    NOTHING_TO_DO = "nothing-to-do"
    AUTOMATIC = "automatic"
    """Automatic mail alone: there was nobody to answer."""
    SPAM = "spam"
    RECORDED = "recorded"
    """A contact elsewhere, kept for the customer's story: there was nothing to do here."""


class Priority(models.IntegerChoices):
    """Who is taken first: the urgent, then the high; of the others, whose promise is soonest."""

    LOW = 1
    NORMAL = 2
    HIGH = 3
    URGENT = 4

    @property
    def rank(self) -> int:
        """The lowest is taken first. The low and the normal were promised a time alike: who is low
        must not wait until nobody else does.
        """
        return {Priority.URGENT: 0, Priority.HIGH: 1}.get(self, 2)


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
    team = models.ForeignKey(
        "staff.Team", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    """Whose members alone get it from the line, until it is released."""
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    status = models.ForeignKey(
        "clients.Status", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    """Says more of the state, never less: gone as soon as the state is another."""
    language = models.CharField(max_length=8, blank=True)
    participants = models.JSONField(default=list)
    """Addresses that may write into this case, lower case: who was on it from To, Cc and From."""
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="stubs", db_index=False
    )
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
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=State.MERGED, merged_into__isnull=False)
                | (~models.Q(state=State.MERGED) & models.Q(merged_into__isnull=True)),
                name="stub_leads_somewhere",
            ),
        ]
        indexes = [
            models.Index(fields=["client", "state", "promised_at", "id"], name="case_by_promise"),
            models.Index(
                fields=["client", "state", "-last_message_at", "-id"], name="case_by_news"
            ),
            models.Index(
                fields=["merged_into"],
                name="case_stubs",
                condition=models.Q(merged_into__isnull=False),
            ),
            models.Index(
                fields=["assignee", "client", "state", "-last_message_at", "-id"],
                name="case_of_agent",
                condition=models.Q(assignee__isnull=False),
            ),
            models.Index(
                fields=["client", "inbox", "state", "-last_message_at", "-id", "language"],
                name="case_of_inbox",
            ),
            models.Index(
                fields=["client", "language", "state", "-last_message_at", "-id"],
                name="case_in_language",
                condition=~models.Q(language=""),
            ),
            models.Index(
                fields=["client", "state", "waiting_since", "id"],
                name="case_by_wait",
                condition=models.Q(waiting_since__isnull=False),
            ),
            models.Index(
                F("client"),
                models.Case(
                    models.When(priority=Priority.URGENT, then=Priority.URGENT.rank),
                    models.When(priority=Priority.HIGH, then=Priority.HIGH.rank),
                    default=Priority.NORMAL.rank,
                ),
                F("promised_at"),
                F("id"),
                name="case_by_rank",
                condition=models.Q(state=State.OPEN),
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

    @property
    def has_ended(self) -> bool:
        return self.state in CLOSED


class Merge(models.Model):
    """What it takes to undo one: how both cases stood, each on its own."""

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+", db_index=False)
    case = models.OneToOneField(Case, models.CASCADE, related_name="merge")
    """The stub; all but its state stands in its own row as it was."""
    state = models.CharField(max_length=20, choices=State.choices)
    participants_added = models.JSONField(default=list)
    """Whom the other case got from it."""
    assignee_given = models.BooleanField(default=False)
    """Nobody had the other case: it went to who had this one."""
    target_state = models.CharField(max_length=20, choices=State.choices)
    target_waiting_since = models.DateTimeField(null=True)
    target_promised_at = models.DateTimeField(null=True)
    target_snoozed_until = models.DateTimeField(null=True)
    target_resolved_at = models.DateTimeField(null=True)
    target_reason = models.ForeignKey(
        "clients.Reason", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    target_status = models.ForeignKey(
        "clients.Status", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    target_outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    target_seen_at = models.DateTimeField()
    """When the other case stood so: before the first of the cases that wait there together."""
    merged_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"merge of #{self.case_id}"


class Link(models.Model):
    """Two cases have to do with each other; the older one stands first."""

    class Why(models.TextChoices):
        ANSWERED = "answered"
        """A stranger answered to the other, and may not see it."""
        SPLIT = "split"
        CHOSEN = "chosen"

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+", db_index=False)
    first = models.ForeignKey(Case, models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey(Case, models.CASCADE, related_name="+")
    why = models.CharField(max_length=10, choices=Why.choices)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="linked_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="linked_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.first_id} and #{self.second_id}"
