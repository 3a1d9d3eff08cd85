"""Lists of cases that somebody has put together."""

from django.db import models


class SavedView(models.Model):
    """A list that somebody has put together and named: which cases, in which order and columns."""

    owner = models.ForeignKey("staff.Agent", models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    shared_with = models.ForeignKey("clients.Client", models.CASCADE, null=True, related_name="+")
    """Everyone who serves this client sees it."""
    shared_with_team = models.ForeignKey(
        "staff.Team", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    """The members of this team see it; neither of both: its owner alone."""
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
            models.CheckConstraint(
                condition=models.Q(shared_with__isnull=True)
                | models.Q(shared_with_team__isnull=True),
                name="view_shared_one_way",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ChosenColumns(models.Model):
    """The columns that an agent has in lists of cases."""

    agent = models.OneToOneField("staff.Agent", models.CASCADE, related_name="+")
    columns = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"columns of {self.agent_id}"
