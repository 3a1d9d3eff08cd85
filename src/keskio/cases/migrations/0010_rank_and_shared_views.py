import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def name_inboxes(apps, editor):
    """Of what agents were told before: only here it is known which case is in which inbox."""
    if editor.connection.vendor == "postgresql":
        editor.execute("SELECT set_config('keskio.clients', '*', true)")
    editor.execute(
        "UPDATE staff_agentnotification SET inbox_id = (SELECT inbox_id FROM cases_case"
        " WHERE cases_case.id = staff_agentnotification.case_id)"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_narrowed_lists"),
        ("clients", "0004_archived"),
        ("customers", "0002_blocked"),
        ("staff", "0005_notification_inbox"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(name_inboxes, migrations.RunPython.noop),
        migrations.AddField(
            model_name="savedview",
            name="shared_with_team",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="staff.team",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("client"),
                models.Case(
                    models.When(priority=4, then=0), models.When(priority=3, then=1), default=2
                ),
                models.F("promised_at"),
                models.F("id"),
                condition=models.Q(("state", "open")),
                name="case_by_rank",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("shared_with__isnull", True),
                    ("shared_with_team__isnull", True),
                    _connector="OR",
                ),
                name="view_shared_one_way",
            ),
        ),
    ]
