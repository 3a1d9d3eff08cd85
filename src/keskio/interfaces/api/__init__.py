"""The REST API under /api/v1: whatever an agent or administrator does here, a program can do.

A route parses, calls the operation or query that the desk calls, inside a scope, and answers in
JSON; what goes wrong is a problem (RFC 9457). Not here: decisions, and pages. docs/api.md shows
how it is used.
"""
