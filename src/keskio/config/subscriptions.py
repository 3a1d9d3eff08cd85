"""Which event is heard by whom, as urls.py says which request is answered by what."""

from keskio.cases import events as cases
from keskio.cases import reactions as in_cases
from keskio.channels import events as channels
from keskio.channels import reactions as in_channels
from keskio.customers import events as customers
from keskio.journal.events import Subscriber
from keskio.routing import reactions as in_routing
from keskio.staff import events as staff

SUBSCRIBERS = [
    Subscriber("intake", {}, in_bulk={channels.MailArrived: in_channels.process}),
    Subscriber(
        "line",
        {
            cases.CaseReopened: in_routing.hear_reopened,
            cases.CaseMerged: in_routing.hear_moved,
            cases.CaseTookIn: in_routing.hear_moved,
            cases.CaseUnmerged: in_routing.hear_moved,
            cases.CaseGaveBack: in_routing.hear_moved,
            cases.MessagesLeft: in_routing.hear_moved,
            cases.MessagesJoined: in_routing.hear_moved,
            cases.CaseMarkedSpam: in_routing.hear_moved,
            cases.CaseUnmarkedSpam: in_routing.hear_moved,
            cases.MessageTakenBack: in_routing.hear_taken_back,
            cases.ChangeUndone: in_routing.hear_undone,
            staff.PresenceChanged: in_routing.hear_presence,
            staff.TeamChanged: in_routing.hear_team,
            staff.TeamRemoved: in_routing.hear_team,
        },
        in_bulk={
            cases.MessageReceived: in_routing.hear_messages,
            cases.ReplyWritten: in_routing.hear_ended,
            cases.CaseResolved: in_routing.hear_ended,
            cases.CaseSnoozed: in_routing.hear_ended,
            cases.ReplyScheduled: in_routing.hear_ended,
            cases.CaseAssigned: in_routing.hear_assigned,
            cases.CaseGivenToTeam: in_routing.hear_given_to_teams,
            cases.PriorityChanged: in_routing.hear_priorities,
        },
    ),
    Subscriber(
        "alarm-clock",
        {
            cases.SnoozeEnded: in_cases.wake,
            cases.ReminderDue: in_cases.remind,
            cases.ReplyDue: in_cases.send_scheduled,
        },
    ),
    Subscriber(
        "bell",
        {cases.AgentMentioned: in_cases.tell_mentioned},
        in_bulk=dict.fromkeys(
            [
                cases.MessageReceived,
                cases.CaseReopened,
                cases.ReplyWritten,
                cases.NoteWritten,
                cases.CaseAssigned,
                cases.CaseGivenToTeam,
                cases.PriorityChanged,
                cases.CaseResolved,
                cases.CaseSnoozed,
            ],
            in_cases.tell_followers,
        ),
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
    Subscriber("acknowledgement", {}, in_bulk={cases.CaseOpened: in_channels.acknowledge}),
    Subscriber(
        "outbox",
        {
            cases.ReplyWritten: in_channels.queue,
            cases.CaseStarted: in_channels.queue,
            cases.MessageForwarded: in_channels.queue,
            cases.AcknowledgementWritten: in_channels.queue,
        },
    ),
    Subscriber(
        "search",
        {},
        in_bulk={
            cases.MessageReceived: in_cases.index,
            cases.ReplyWritten: in_cases.index,
            cases.NoteWritten: in_cases.index,
            cases.CaseStarted: in_cases.index,
            cases.MessageForwarded: in_cases.index,
            cases.ContactRecorded: in_cases.index,
            customers.CustomerMet: in_cases.index,
        },
    ),
]
