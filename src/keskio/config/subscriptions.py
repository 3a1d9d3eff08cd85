"""Which event is heard by whom, as urls.py says which request is answered by what."""

from keskio.cases import events as cases
from keskio.cases import reactions as in_cases
from keskio.channels import events as channels
from keskio.channels import reactions as in_channels
from keskio.journal.events import Subscriber
from keskio.routing import reactions as in_routing
from keskio.staff import events as staff

SUBSCRIBERS = [
    Subscriber("intake", {}, in_bulk={channels.MailArrived: in_channels.process}),
    Subscriber(
        "line",
        {
            cases.CaseReopened: in_routing.hear_reopened,
            staff.PresenceChanged: in_routing.hear_presence,
        },
        in_bulk={
            cases.MessageReceived: in_routing.hear_messages,
            cases.ReplyWritten: in_routing.hear_ended,
            cases.CaseResolved: in_routing.hear_ended,
            cases.CaseSnoozed: in_routing.hear_ended,
            cases.CaseAssigned: in_routing.hear_assigned,
        },
    ),
    Subscriber(
        "cases-held",
        {
            staff.AgentChanged: in_cases.take_back_from,
            staff.AgentDeactivated: in_cases.take_back_from,
            staff.AgentServes: in_cases.take_back_from,
            staff.InboxDoorSet: in_cases.take_back_in,
        },
    ),
    Subscriber("alarm-clock", {cases.SnoozeEnded: in_cases.wake}),
    Subscriber("acknowledgement", {}, in_bulk={cases.CaseOpened: in_channels.acknowledge}),
    Subscriber(
        "outbox",
        {
            cases.ReplyWritten: in_channels.queue,
            cases.AcknowledgementWritten: in_channels.queue,
        },
    ),
]
