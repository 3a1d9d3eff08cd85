"""The link with which somebody chooses their password, and the mail that brings it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from keskio.staff.models import Agent

GOOD_FOR = timedelta(days=7)
SALT = "keskio.invitation"
MAILS_AN_HOUR = 60
"""Of invitations and new passwords by one administrator."""


@dataclass(frozen=True)
class Invitation:
    """What a link says; whether it is still good is for the operation to find out."""

    agent_id: int
    invited_at: datetime


def word_of(agent: Agent) -> str:
    """What stands at the end of the link; good for GOOD_FOR, and for this invitation alone."""
    said = {"agent": agent.pk, "at": agent.invited_at.isoformat() if agent.invited_at else ""}
    return signing.dumps(said, salt=SALT)


def invitation_in(word: str) -> Invitation | None:
    """None when nobody here wrote it, or too long ago."""
    try:
        said = signing.loads(word, salt=SALT, max_age=GOOD_FOR)
        return Invitation(int(said["agent"]), datetime.fromisoformat(said["at"]))
    except (signing.BadSignature, ValueError, KeyError):
        return None


def send_link(agent: Agent, link: str, *, is_new: bool) -> bool:
    """In the agent's own language; whether a mail server took it."""
    with translation.override(agent.language):
        subject = (
            _("You are invited to Keskiö") if is_new else _("Choose a new password for Keskiö")
        )
        why = (
            _("%(name)s, an account is waiting for you. Choose your password here:")
            if is_new
            else _("%(name)s, an administrator has reset your password. Choose a new one here:")
        )
        until = _("The link works once, for %(days)s days.")
        text = f"{why % {'name': agent.name}}\n\n{link}\n\n{until % {'days': GOOD_FOR.days}}\n"
    mail = EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [agent.email])
    return mail.send(fail_silently=True) > 0
