"""What the house rules let pass, each with its reason. Shorter is better."""

NO_OPERATION: dict[str, str] = {
    "journal.record": "what every operation calls: its event is the argument",
}
NOT_IN_THE_API: dict[str, str] = {}
UNHEARD: dict[str, str] = {}
OPEN_TABLES: dict[str, str] = {}
TEMPLATES_WITH_STYLE: dict[str, str] = {}
READS_THE_CLOCK: dict[str, str] = {}
