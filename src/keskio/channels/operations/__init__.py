"""Every write about mail on its way in and out."""

from keskio.channels.operations.acknowledging import acknowledge
from keskio.channels.operations.arriving import (
    arrival_of,
    process_arrivals,
    run_arrival_again,
    store_arrival,
)
from keskio.channels.operations.mailboxes import (
    begin_folder,
    claim_mailbox,
    dismiss_skipped_mail,
    keep_refresh_token,
    put_off_mailbox,
    read_mailbox_now,
    remember_read,
    remove_mailbox,
    set_mailbox,
    settle_mailbox,
    skip_mail,
)
from keskio.channels.operations.outgoing import remove_outgoing_server, set_outgoing_server
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
    "begin_folder",
    "claim_delivery",
    "claim_mailbox",
    "deliver_again",
    "dismiss_skipped_mail",
    "fail_delivery",
    "keep_refresh_token",
    "mark_sent",
    "process_arrivals",
    "put_off_delivery",
    "put_off_mailbox",
    "queue_delivery",
    "read_mailbox_now",
    "remember_read",
    "remove_mailbox",
    "remove_outgoing_server",
    "run_arrival_again",
    "set_mailbox",
    "set_outgoing_server",
    "settle_mailbox",
    "skip_mail",
    "store_arrival",
    "take_back_message",
    "trust_servers",
]
