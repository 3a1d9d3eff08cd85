"""Mail as bytes: parsing, kinds, quotes, sanitising, composing. Pure: no database, no clock.

Everything here treats its input as hostile and returns values; storing and sending happen in
the room above.
"""
