import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0004_archived"),
        ("staff", "0004_roles_and_doors"),
    ]

    operations = [
        migrations.AddField(
            model_name="agentnotification",
            name="inbox",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="clients.inbox",
            ),
        ),
    ]
