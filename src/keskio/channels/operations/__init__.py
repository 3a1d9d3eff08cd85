"""Every write about mail on its way in and out."""

from keskio.channels.operations.acknowledging import acknowledge
from keskio.channels.operations.arriving import (
    Stored,
    process_arrival,
    run_arrival_again,
    store_arrival,
)
from keskio.channels.operations.sending import (
    claim_delivery,
    deliver_again,
    fail_delivery,
    mark_sent,
    put_off_delivery,
    queue_delivery,
)
from keskio.channels.operations.trusting import trust_servers

__all__ = [
    "Stored",
    "acknowledge",
    "claim_delivery",
    "deliver_again",
    "fail_delivery",
    "mark_sent",
    "process_arrival",
    "put_off_delivery",
    "queue_delivery",
    "run_arrival_again",
    "store_arrival",
    "trust_servers",
]
