"""What merging, splitting and moving ask of a case's story."""

from keskio.cases.models import Case, Message


class CaseIsSpam(Exception):
    """Nothing that matters is told in a case that nobody looks at."""


class NothingWouldRemain(Exception):
    """One of the cases would be left without a message."""


def said_in(case: Case) -> list[Message]:
    """Its messages, oldest first, without what they say (one query)."""
    said = Message.objects.filter(case=case).select_related("conversation")
    return list(said.defer("text", "full_text", "html").order_by("id"))
