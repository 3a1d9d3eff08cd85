"""The rows of the index."""

from django.db import models


class IndexRow(models.Model):
    """What search compares of one document; it names the client inside its words.

    No column names the client and no policy protects the table: a policy would keep PostgreSQL
    from using the index. `queries.find` alone reads it, always for certain clients, and who asks
    it reads what was found anew, under the policy. On PostgreSQL the words stand in a column
    `found` that Django does not know; on SQLite triggers keep the table `knowledge_found`.
    """

    id = models.BigIntegerField(primary_key=True)
    """Its place in time, the newest the lowest."""
    kind = models.PositiveSmallIntegerField()
    ref_id = models.BigIntegerField()
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "ref_id"], name="indexed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref_id}"
