"""Which settings the file has, in the order in which they are put in."""

from keskio.settings_file.access import PEOPLE, ROLES, SIGNING_IN, TEAMS
from keskio.settings_file.carried import FIELDS, STATUSES, TAGS
from keskio.settings_file.mail import MAIL_SERVERS
from keskio.settings_file.organisation import CLIENTS, INBOXES
from keskio.settings_file.sections import Section
from keskio.settings_file.texts import BLOCKED_SENDERS, CANNED_RESPONSES, VIEWS

SECTIONS: tuple[Section, ...] = (
    ROLES,
    SIGNING_IN,
    CLIENTS,
    PEOPLE,
    TEAMS,
    INBOXES,
    TAGS,
    STATUSES,
    FIELDS,
    CANNED_RESPONSES,
    BLOCKED_SENDERS,
    VIEWS,
    MAIL_SERVERS,
)
