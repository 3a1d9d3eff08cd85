"""Django's own mail, such as a forgotten password, leaves the same way as all other."""

import logging
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from keskio.channels.transports import CannotSendNow, Refused, connected

logger = logging.getLogger(__name__)


class Transport(BaseEmailBackend):
    """Says nothing to whoever asked when it fails: the log does, without the content."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        sent = 0
        for message in email_messages:
            # Django's own kind of message, which knows no `policy` as the standard library's does
            raw = bytes(message.message().as_bytes(linesep="\r\n"))  # type: ignore[call-arg]
            try:
                with connected() as way_out:
                    way_out.send(
                        raw, envelope_from=message.from_email, recipients=message.recipients()
                    )
            except (CannotSendNow, Refused) as error:
                logger.warning("An account mail could not be sent: %s", error)
            else:
                sent += 1
        return sent
