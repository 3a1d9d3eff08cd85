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
