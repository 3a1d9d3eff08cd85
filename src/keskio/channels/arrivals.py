"""From the parser's form to the cases' form, with what only the installation knows added."""

from keskio.cases.incoming import IncomingFile, IncomingMessage
from keskio.channels.case_addresses import case_named_in
from keskio.channels.inbound import Address, Inbound, Kind
from keskio.channels.mail import authentication
from keskio.channels.models import Arrival, TrustedServer


def incoming_from(inbound: Inbound, arrival: Arrival) -> IncomingMessage:
    """What the cases need to know (a query if the mail claims to be authenticated)."""
    to, cc = _pairs(inbound.to), _pairs(inbound.cc)
    named_in = [arrival.recipient, *(address for _, address in (*to, *cc))]
    return IncomingMessage(
        kind=inbound.kind,
        author_address=inbound.sender.email.lower(),
        author_name=inbound.sender.name,
        reply_to=_reply_to(inbound),
        to=to,
        cc=cc,
        subject=inbound.subject,
        text=inbound.text,
        full_text=inbound.full_text,
        html=inbound.html,
        message_id=inbound.message_id,
        in_reply_to=inbound.in_reply_to,
        references=_references(inbound),
        case_id=case_named_in(named_in),
        about=_about(inbound),
        authentic=_authentic(inbound),
        sent_at=inbound.sent_at or arrival.received_at,
        attachments=files_of(inbound),
    )


def files_of(inbound: Inbound) -> tuple[IncomingFile, ...]:
    return tuple(
        IncomingFile(
            name=file.name,
            content_type=file.content_type,
            content=file.content,
            content_id=file.content_id,
            inline=file.inline,
        )
        for file in inbound.attachments
    )


def _pairs(addresses: tuple[Address, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((address.name, address.email.lower()) for address in addresses if address.email)


def _reply_to(inbound: Inbound) -> str:
    wished = next((address.email.lower() for address in inbound.reply_to if address.email), "")
    return "" if wished == inbound.sender.email.lower() else wished


def _references(inbound: Inbound) -> tuple[str, ...]:
    """The nearest first: what it answers, then what that answered."""
    named = (inbound.original_message_id, inbound.in_reply_to, *reversed(inbound.references))
    return tuple(dict.fromkeys(reference for reference in named if reference))


def _about(inbound: Inbound) -> tuple[str, ...]:
    return tuple(address.lower() for address in inbound.failed_recipients)


def _authentic(inbound: Inbound) -> str:
    if inbound.kind != Kind.MESSAGE or not inbound.authentication_results:
        return ""
    trusted = set(TrustedServer.objects.values_list("name", flat=True))
    verdict = authentication.verdict(
        inbound.authentication_results, trusted=trusted, sender=inbound.sender.email
    )
    return "" if verdict == "none" else verdict
