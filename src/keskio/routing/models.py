"""The line's entries."""

from django.db import models

LAST_RANK = 2


class WorkItem(models.Model):
    """A case that waits for us, in the line until somebody has dealt with it."""

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    promised_at = models.DateTimeField()
    agent = models.ForeignKey(
        "staff.Agent", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    team = models.ForeignKey(
        "staff.Team", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    """Whose members alone get it by take next."""
    rank = models.PositiveSmallIntegerField(default=LAST_RANK)
    """By the case's priority: the lowest is taken first, of the same rank the soonest promise."""
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                name="one_item_per_case",
                condition=models.Q(ended_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["client", "rank", "promised_at", "id"],
                name="item_free",
                condition=models.Q(ended_at__isnull=True, agent__isnull=True, team__isnull=True),
            ),
            models.Index(
                fields=["team", "rank", "promised_at", "id"],
                name="item_of_team",
                condition=models.Q(ended_at__isnull=True, agent__isnull=True, team__isnull=False),
            ),
            models.Index(
                fields=["agent"],
                name="item_of_agent",
                condition=models.Q(ended_at__isnull=True, agent__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"item {self.pk} for case {self.case_id}"
