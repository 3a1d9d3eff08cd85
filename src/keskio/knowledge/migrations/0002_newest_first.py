from django.db import migrations

# What was indexed stands in another order: everything is heard, and so indexed, once more.
AGAIN = [
    "DELETE FROM knowledge_indexrow",
    "DELETE FROM journal_parked WHERE cursor_id IN"
    " (SELECT id FROM journal_cursor WHERE subscriber = 'search')",
    "UPDATE journal_cursor SET position = 0 WHERE subscriber = 'search'",
]


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0001_initial"), ("journal", "0001_initial")]

    operations = [migrations.RunSQL(AGAIN, migrations.RunSQL.noop)]
