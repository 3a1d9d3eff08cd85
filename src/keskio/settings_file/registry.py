"""Which settings the file has, in the order in which they are put in."""

from keskio.settings_file.access import PEOPLE, ROLES, SIGNING_IN, TEAMS
from keskio.settings_file.mail import MAIL_SERVERS
from keskio.settings_file.organisation import CLIENTS, INBOXES
from keskio.settings_file.sections import Section

SECTIONS: tuple[Section, ...] = (
    ROLES,
    SIGNING_IN,
    CLIENTS,
    PEOPLE,
    TEAMS,
    INBOXES,
    MAIL_SERVERS,
)
