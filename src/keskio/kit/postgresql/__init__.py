"""Django's backend for PostgreSQL, with psycopg's own reading of times."""
