"""Every write about mail on its way in and out."""

from keskio.channels.operations.acknowledging import acknowledge
from keskio.channels.operations.arriving import (
    arrival_of,
    process_arrivals,
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
    take_back_message,
)
from keskio.channels.operations.trusting import trust_servers

__all__ = [
    "acknowledge",
    "arrival_of",
    "claim_delivery",
    "deliver_again",
    "fail_delivery",
    "mark_sent",
    "process_arrivals",
    "put_off_delivery",
    "queue_delivery",
    "run_arrival_again",
    "store_arrival",
    "take_back_message",
    "trust_servers",
]
