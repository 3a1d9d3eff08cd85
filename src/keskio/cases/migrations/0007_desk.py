import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_outcomes"),
        ("clients", "0001_initial"),
        ("customers", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ChosenColumns",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("columns", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("view", models.CharField(max_length=20)),
                ("sort", models.CharField(blank=True, max_length=20)),
                ("language", models.CharField(blank=True, max_length=8)),
                ("columns", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="case_of_agent",
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("assignee__isnull", False)),
                fields=["assignee", "client", "state", "-last_message_at", "-id"],
                name="case_of_agent",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("waiting_since__isnull", False)),
                fields=["client", "state", "waiting_since", "id"],
                name="case_by_wait",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("client"),
                models.F("state"),
                django.db.models.functions.comparison.Coalesce("customer", 0),
                models.F("id"),
                condition=models.Q(("state", "resolved"), _negated=True),
                name="case_by_customer",
            ),
        ),
        migrations.AddField(
            model_name="chosencolumns",
            name="agent",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="savedview",
            name="agent",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="savedview",
            name="inbox",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="clients.inbox",
            ),
        ),
        migrations.AddField(
            model_name="savedview",
            name="narrowed_to",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="clients.client",
            ),
        ),
        migrations.AddField(
            model_name="savedview",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="savedview",
            name="shared_with",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="clients.client",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(fields=("owner", "name"), name="view_named_once"),
        ),
    ]
