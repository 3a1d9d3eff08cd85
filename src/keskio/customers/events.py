"""What happens to customers."""

from dataclasses import dataclass

from keskio.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class CustomerMet(Event):
    """Somebody got in touch by an identity that nobody had used before."""

    kind = "customer_met"
    customer_id: int

    @property
    def stream(self) -> str:
        return f"customer:{self.customer_id}"


@dataclass(frozen=True, kw_only=True)
class IdentityMoved(Event):
    """An address turned out to be another customer's; told to who has it now."""

    kind = "identity_moved"
    customer_id: int
    identity_id: int
    before_id: int

    @property
    def stream(self) -> str:
        return f"customer:{self.customer_id}"


@dataclass(frozen=True, kw_only=True)
class SenderBlocked(Event):
    kind = "sender_blocked"
    is_setting = True
    blocked_id: int

    @property
    def stream(self) -> str:
        return f"blocked-sender:{self.blocked_id}"


@dataclass(frozen=True, kw_only=True)
class SenderUnblocked(Event):
    kind = "sender_unblocked"
    is_setting = True
    blocked_id: int

    @property
    def stream(self) -> str:
        return f"blocked-sender:{self.blocked_id}"
