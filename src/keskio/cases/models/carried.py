"""What a case carries besides its messages."""

from django.db import models

from keskio.cases.models.matters import Case


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
