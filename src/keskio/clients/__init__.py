"""The companies served and what each has chosen: inboxes, reasons, hours, and what
their cases can carry: tags, statuses, fields.

An inbox is an address for a client; how its mail travels is the channels' matter.
"""
