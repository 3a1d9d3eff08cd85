"""The append-only record of what happened, its subscribers and timers. Knows no business noun.

Here: writing an entry in the transaction that made it true (`operations.record`), handing the
entries to subscribers in order and exactly once (`worker`, `delivery`), timers, and what an
administrator sees of all that (`queries`). Not here: what any entry means; each room keeps its
own `events`, and `config/subscriptions.py` says who hears them. docs/journal.md has the why.
"""
