"""Cases and what they carry, conversations, messages, attachments, and the time spent."""

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

    @property
    def has_ended(self) -> bool:
        return self.state in CLOSED


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


class CaseTag(models.Model):
    """A case carries a tag."""

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+", db_index=False)
    tag = models.ForeignKey("clients.Tag", models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "tag"], name="tagged_once")]
        indexes = [models.Index(fields=["tag", "-case"], name="tag_on_cases")]

    def __str__(self) -> str:
        return f"{self.tag_id} on #{self.case_id}"


class FieldValue(models.Model):
    """What a case says in one of its client's fields, of the field's kind."""

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+", db_index=False)
    field = models.ForeignKey("clients.Field", models.CASCADE, related_name="+", db_index=False)
    value = models.JSONField()
    """A string, a number or a truth; a date as its ISO form."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "field"], name="field_said_once")]

    def __str__(self) -> str:
        return f"{self.field_id} of #{self.case_id}: {self.value}"


class Follower(models.Model):
    """An agent is told whenever something happens to the case."""

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+", db_index=False)
    agent = models.ForeignKey("staff.Agent", models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "agent"], name="followed_once")]

    def __str__(self) -> str:
        return f"{self.agent_id} follows #{self.case_id}"


class ChecklistItem(models.Model):
    """A step on the way to the outcome of a case."""

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    text = models.CharField(max_length=300)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        "staff.Agent", models.SET_NULL, null=True, related_name="+", db_index=False
    )

    def __str__(self) -> str:
        return self.text


class Reminder(models.Model):
    """An agent wants to be told of the case at a time; gone when the time has come."""

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    agent = models.ForeignKey("staff.Agent", models.CASCADE, related_name="+", db_index=False)
    due_at = models.DateTimeField()
    returns = models.BooleanField(default=False)
    """The case then waits for us again, too."""

    def __str__(self) -> str:
        return f"{self.agent_id} of #{self.case_id} at {self.due_at}"


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
