import django.db.models.deletion
import django.db.models.functions.datetime
import keskio.journal.models
from django.db import migrations, models

from keskio.journal.append_only import KeepAppendOnly
from keskio.kit.rls import CreateClientsFunction, ProtectTable


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Pause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subscriber", models.CharField(max_length=100, unique=True)),
                ("paused_at", models.DateTimeField()),
                ("probes", models.PositiveIntegerField(default=0)),
                ("probe_at", models.DateTimeField()),
                ("last_error", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Timer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200, unique=True)),
                ("due_at", models.DateTimeField(db_index=True)),
                ("client_id", models.IntegerField()),
                ("stream", models.CharField(max_length=100)),
                ("kind", models.CharField(max_length=100)),
                ("payload", models.JSONField()),
                ("actor", keskio.journal.models.ActorField(max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name="Cursor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subscriber", models.CharField(max_length=100)),
                ("partition", models.PositiveSmallIntegerField()),
                ("position", models.BigIntegerField()),
                ("heard_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subscriber", "partition"), name="one_cursor_each"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("partition", models.PositiveSmallIntegerField()),
                ("client_id", models.IntegerField()),
                ("stream", models.CharField(max_length=100)),
                ("kind", models.CharField(max_length=100)),
                ("payload", models.JSONField()),
                ("actor", keskio.journal.models.ActorField(max_length=100)),
                ("happened_at", models.DateTimeField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["partition", "id"], name="entry_in_partition"),
                    models.Index(fields=["stream", "id"], name="entry_in_stream"),
                    models.Index(fields=["client_id", "id"], name="entry_of_client"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Parked",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stream", models.CharField(max_length=100)),
                ("entry_id", models.BigIntegerField()),
                ("attempts", models.PositiveSmallIntegerField(default=1)),
                ("parked_at", models.DateTimeField()),
                ("retry_at", models.DateTimeField(null=True)),
                ("last_error", models.TextField()),
                (
                    "cursor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parked",
                        to="journal.cursor",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("retry_at__isnull", False)),
                        fields=["retry_at"],
                        name="parked_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("cursor", "stream"), name="parked_once")
                ],
            },
        ),
        CreateClientsFunction(),
        ProtectTable("journal_entry"),
        ProtectTable("journal_timer"),
        KeepAppendOnly("journal_entry"),
    ]
