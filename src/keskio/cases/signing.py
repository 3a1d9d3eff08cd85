"""What stands below an outgoing message. No database."""

SEPARATOR = "-- \n"


def signature(*, agent: str, inbox: str) -> str:
    """The agent's own above the inbox's, under one separator; empty when neither has any."""
    parts = [part.removeprefix(SEPARATOR).strip("\n") for part in (agent, inbox)]
    together = "\n".join(filter(str.strip, parts))
    starts = any(part.startswith(SEPARATOR) for part in (agent, inbox))
    return SEPARATOR + together if together and starts else together


def signed(text: str, *, agent: str, inbox: str) -> str:
    """The text as it leaves; empty when there is nothing to add."""
    below = signature(agent=agent, inbox=inbox)
    return f"{text}\n\n{below}" if below else ""
