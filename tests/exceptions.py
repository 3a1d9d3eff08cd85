"""What the house rules let pass, each with its reason. Shorter is better."""

NO_OPERATION: dict[str, str] = {
    "staff.digest_of": "writes nothing: how a token's key is stored and found",
    "cases.receive_message": "each reception says who did it and when",
    "cases.receive_messages": "each reception says who did it and when",
    "channels.arrival_of": "writes nothing: what the door for mail asks before it stores",
    "journal.record": "what every operation calls: its event is the argument",
    "journal.record_all": "as record: each happening says who did it and when",
    "journal.set_timer": "as record: writes down an event, for later",
    "journal.cancel_timer": "as set_timer: the operation that calls it says who and why",
    "journal.fire_timers": "the clock's own work: each timer names the actor who set it",
    "journal.enrol": "a worker's start: makes cursors, changes nothing that happened",
    "journal.run_again": "changes when a delivery is tried, not what happened",
    "journal.resume": "changes when a delivery is tried, not what happened",
    "journal.partition_of": "writes nothing: a hash",
}
NOT_IN_THE_API: dict[str, str] = {
    "cases.end_snooze": "the timer of a snooze does it",
    "cases.receive_message": "what a channel does with an arrival: POST /inboxes/…/arrivals",
    "cases.return_to_us": "follows when what was written did not arrive",
    "cases.write_acknowledgement": "the inbox's own setting decides, PATCH /inboxes/…",
    "channels.acknowledge": "heard from the journal: a case was opened",
    "channels.claim_delivery": "the sender's own step",
    "channels.fail_delivery": "the sender's own step",
    "channels.mark_sent": "the sender's own step",
    "channels.process_arrivals": "heard from the journal: a mail arrived",
    "channels.put_off_delivery": "the sender's own step",
    "channels.queue_delivery": "heard from the journal: a reply was written",
    "channels.store_arrival": "behind channels.reception, the one door for mail, which is",
    "customers.recognise_customer": "part of processing what has arrived",
    "customers.recognise_customers": "part of processing what has arrived",
    "routing.end_items": "heard from the journal: cases wait no longer",
    "routing.follow_assignees": "heard from the journal: cases were assigned",
    "routing.put_in_line": "heard from the journal: a case waits for us",
    "routing.release_items": "heard from the journal: an agent went away",
    "staff.see_agent": "the desk notes it at every page; a program says PUT /me/presence",
}
UNHEARD: dict[str, str] = {
    "active_time_corrected": "the baseline for later measurement",
    "active_time_spent": "the baseline for later measurement",
    "agent_added": "the audit of who works here",
    "agent_serves": "the audit of who may see which client",
    "arrival_failed": "the administrator's page reads the arrival itself",
    "client_added": "the audit of the organisation",
    "columns_chosen": "the agent's own lists read it",
    "customer_met": "the customer's own timeline",
    "delivery_failed": "the case's page reads the delivery itself",
    "inbox_added": "the audit of the organisation",
    "inbox_changed": "the audit of the organisation",
    "message_sent": "the case's timeline",
    "note_written": "the case's timeline",
    "reason_added": "the audit of the organisation",
    "token_made": "the audit of who has access",
    "token_revoked": "the audit of who has access",
    "trusted_servers_changed": "the audit of whom we believe",
    "view_removed": "the lists of agents read the views themselves",
    "view_saved": "the lists of agents read the views themselves",
    "work_item_ended": "the baseline for later measurement",
    "work_item_made": "the baseline for later measurement",
    "work_item_released": "the baseline for later measurement",
    "work_item_taken": "the baseline for later measurement",
}
OPEN_TABLES: dict[str, str] = {
    "staff_membership": "read to learn which clients an agent may see, before a scope is known",
}
TEMPLATES_WITH_STYLE: dict[str, str] = {
    "src/keskio/interfaces/desk/templates/desk/mail.html": "a mail's own document, in a sandbox",
}
READS_THE_CLOCK: dict[str, str] = {
    "channels.listener": "an interface in all but its room: mail comes in here, now",
}
LONG_FILES: dict[str, str] = {
    "channels.mail.auto_phrases": "a table of phrases, no code",
    "demo.letters.rauta": "what people wrote to one another, no code",
}
