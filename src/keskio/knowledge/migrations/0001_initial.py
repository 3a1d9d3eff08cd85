from django.db import migrations, models

# On SQLite, a migration that makes this table anew must make the triggers anew: they go with it.
ON_SQLITE = [
    "CREATE VIRTUAL TABLE knowledge_found USING fts5("
    " words, content='knowledge_indexrow', content_rowid='id', tokenize=\"ascii tokenchars '_'\")",
    "CREATE TRIGGER knowledge_found_insert AFTER INSERT ON knowledge_indexrow BEGIN"
    " INSERT INTO knowledge_found (rowid, words) VALUES (new.id, new.words); END",
    "CREATE TRIGGER knowledge_found_delete AFTER DELETE ON knowledge_indexrow BEGIN"
    " INSERT INTO knowledge_found (knowledge_found, rowid, words)"
    " VALUES ('delete', old.id, old.words); END",
    "CREATE TRIGGER knowledge_found_update AFTER UPDATE OF words ON knowledge_indexrow BEGIN"
    " INSERT INTO knowledge_found (knowledge_found, rowid, words)"
    " VALUES ('delete', old.id, old.words);"
    " INSERT INTO knowledge_found (rowid, words) VALUES (new.id, new.words); END",
]
ON_POSTGRESQL = [
    "ALTER TABLE knowledge_indexrow ADD COLUMN found tsvector NOT NULL DEFAULT ''",
    "ALTER TABLE knowledge_indexrow ALTER COLUMN found SET STATISTICS 500",
    "CREATE INDEX knowledge_found ON knowledge_indexrow USING gin (found)"
    " WITH (gin_pending_list_limit = 512)",
]
UNDONE_ON_SQLITE = [
    "DROP TRIGGER knowledge_found_insert",
    "DROP TRIGGER knowledge_found_delete",
    "DROP TRIGGER knowledge_found_update",
    "DROP TABLE knowledge_found",
]
UNDONE_ON_POSTGRESQL = ["ALTER TABLE knowledge_indexrow DROP COLUMN found"]


def by_database(on_sqlite, on_postgresql):
    def run(apps, editor):
        on_this = on_postgresql if editor.connection.vendor == "postgresql" else on_sqlite
        for statement in on_this:
            editor.execute(statement, params=None)

    return run


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="IndexRow",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.PositiveSmallIntegerField()),
                ("ref_id", models.BigIntegerField()),
                ("words", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "ref_id"), name="indexed_once")
                ],
            },
        ),
        migrations.RunPython(
            by_database(ON_SQLITE, ON_POSTGRESQL),
            by_database(UNDONE_ON_SQLITE, UNDONE_ON_POSTGRESQL),
        ),
    ]
