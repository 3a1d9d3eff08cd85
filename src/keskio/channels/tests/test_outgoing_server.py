"""An inbox's own way out, and the others' beside it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session, auth_mechanism
from django.utils import timezone

from keskio.cases import operations as cases
from keskio.channels import operations
from keskio.channels.accounts import MailboxSettings, OutgoingSettings, Secrets
from keskio.channels.checking import check_outgoing_server
from keskio.channels.models import Auth, Delivery, Mailbox, OutgoingServer, Tls
from keskio.channels.sending import Sender
from keskio.channels.tests.conftest import Provider
from keskio.channels.tests.make import bring, case_of, hear_all, mail
from keskio.channels.tests.stalling import stalling
from keskio.channels.tests.test_sending import free_port
from keskio.clients.models import Inbox
from keskio.clients.tests.make import make_inbox
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, writing

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Submissions:
    """A submission server: lets in who knows the password, or has a token that lives."""

    port: int = 0
    tokens: set[str] = field(default_factory=set)
    got: list[tuple[str, bytes]] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if not session.authenticated:
            return "530 5.7.0 Authentication required"
        assert isinstance(envelope.content, bytes)
        self.got.append((envelope.mail_from or "", envelope.content))
        return "250 OK"

    @auth_mechanism("XOAUTH2")
    async def auth_XOAUTH2(self, server: Any, args: list[str]) -> AuthResult:  # noqa: N802
        import base64  # noqa: PLC0415

        said = base64.b64decode(args[1]).decode()
        token = said.partition("auth=Bearer ")[2].strip("\x01")
        if token in self.tokens:
            return AuthResult(success=True, auth_data=said)
        await server.challenge_auth("eyJzdGF0dXMiOiI0MDEifQ==", encode_to_b64=False)
        return AuthResult(success=False, handled=False)

    def allows(self, server: Any, session: Any, envelope: Any, how: str, said: Any) -> AuthResult:
        knows = isinstance(said, LoginPassword) and said.password == b"open sesame"
        return AuthResult(success=knows, handled=False)


@pytest.fixture
def out() -> Iterator[Submissions]:
    server = Submissions()
    controller = Controller(
        server,
        hostname="127.0.0.1",
        port=free_port(),
        auth_require_tls=False,
        authenticator=server.allows,
    )
    controller.start()
    server.port = controller.port
    yield server
    controller.stop()


def give(inbox: Inbox, port: int, *, auth: Auth = Auth.PASSWORD, password: str = "") -> None:
    settings = OutgoingSettings(host="127.0.0.1", port=port, tls=Tls.PLAIN, user="u", auth=auth)
    with writing(SYSTEM):
        operations.set_outgoing_server(
            inbox_id=inbox.pk,
            settings=settings,
            password=password or "open sesame",
            actor=SYSTEM_ACTOR,
            now=NOON,
        )


def answered(inbox: Inbox, who: str = "mikko@customer.example") -> None:
    case_id = case_of(bring(mail(who), inbox))
    with writing(SYSTEM):
        cases.write_reply(case_id=case_id, text="Chain 325.", actor=SYSTEM_ACTOR, now=NOON)
    hear_all()


def send(url: str = "", *, later: timedelta = timedelta(0), sender: Sender | None = None) -> None:
    sender = sender or Sender(clock=lambda: NOON + later, url=url)
    while sender.turn():
        pass


class TestAnInboxWithAServerOfItsOwn:
    def test_answers_by_it_and_as_itself(self, inbox: Inbox, out: Submissions) -> None:
        give(inbox, out.port)
        answered(inbox)
        send()
        ((envelope_from, raw),) = out.got
        assert envelope_from == inbox.address
        assert "+c" in message_from_bytes(raw)["Reply-To"]
        assert Delivery.objects.get().state == "sent"

    def test_waits_with_the_servers_words_when_it_is_refused(
        self, inbox: Inbox, out: Submissions
    ) -> None:
        give(inbox, out.port, password="guessed")
        answered(inbox)
        send()
        delivery = Delivery.objects.get()
        assert delivery.state == "queued"
        assert "535" in delivery.last_error
        assert "guessed" not in delivery.last_error

    def test_does_not_hold_up_the_others(self, inbox: Inbox, tmp_path: Any) -> None:
        """Its server stalls: it is asked once, then rests, and nobody else waits for it."""
        other = make_inbox(acknowledges=False)
        give(inbox, free_port())
        answered(inbox, "a@customer.example")
        answered(inbox, "b@customer.example")
        answered(other, "c@customer.example")
        send(f"file:{tmp_path}")
        states = Delivery.objects.order_by("id").values_list("state", "attempts")
        assert list(states) == [("queued", 1), ("queued", 0), ("sent", 1)]

    def test_is_checked(self, inbox: Inbox, out: Submissions) -> None:
        give(inbox, out.port)
        checked = check_outgoing_server(OutgoingServer.objects.get(), None, now=timezone.now)
        assert (checked.is_well, out.got) == (True, [])

    def test_tells_of_a_server_that_speaks_otherwise(self, inbox: Inbox) -> None:
        with stalling(b"HTTP/1.1 400 Bad Request\r\n") as port:
            give(inbox, port)
            checked = check_outgoing_server(OutgoingServer.objects.get(), None, now=timezone.now)
        assert not checked.is_well
        assert checked.words


class TestAnInboxWithOAuth:
    @pytest.fixture
    def office(self, inbox: Inbox, provider: Provider, out: Submissions) -> Mailbox:
        provider.live = out.tokens
        settings = MailboxSettings(
            host="127.0.0.1",
            port=1,
            user="u",
            auth=Auth.OAUTH,
            oauth_client_id="app-7",
            token_url=f"{provider.url}/token",
        )
        with writing(SYSTEM):
            mailbox = operations.set_mailbox(
                inbox_id=inbox.pk,
                settings=settings,
                secrets=Secrets(refresh_token="refresh-1"),
                actor=SYSTEM_ACTOR,
                now=NOON,
            )
        give(inbox, out.port, auth=Auth.OAUTH)
        return mailbox

    def test_sends_with_the_mailboxs_token(
        self, inbox: Inbox, out: Submissions, office: Mailbox
    ) -> None:
        answered(inbox)
        send()
        assert Delivery.objects.get().state == "sent"
        assert len(out.got) == 1

    def test_waits_when_the_provider_gives_none(
        self, inbox: Inbox, provider: Provider, office: Mailbox
    ) -> None:
        provider.refresh_tokens.clear()
        answered(inbox)
        send()
        assert "invalid_grant" in Delivery.objects.get().last_error

    def test_waits_when_the_token_is_refused(
        self, inbox: Inbox, out: Submissions, office: Mailbox
    ) -> None:
        answered(inbox)
        out.tokens = set()
        send()
        delivery = Delivery.objects.get()
        assert delivery.state == "queued"
        assert "access-" not in delivery.last_error
