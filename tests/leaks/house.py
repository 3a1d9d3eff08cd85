"""A client with one of everything that can leak, made by mails and operations of every day."""

from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.utils import timezone

from keskio.cases import operations as cases
from keskio.cases.models import Case, Conversation, Draft, Link, Message, Outcome
from keskio.cases.queries import View
from keskio.channels import operations as channels
from keskio.channels.accounts import MailboxSettings, OutgoingSettings, Secrets
from keskio.channels.case_addresses import address_of_case
from keskio.channels.events import ArrivalFailed
from keskio.channels.models import Arrival, Delivery, Tls
from keskio.channels.reception import take_in
from keskio.channels.sending import Sender
from keskio.clients.models import Client, Inbox
from keskio.clients.tests.make import make_client, make_inbox, make_reason
from keskio.config.subscriptions import SUBSCRIBERS
from keskio.customers import operations as customers
from keskio.customers.models import Customer, Identity
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.catching_up import catch_up
from keskio.journal.models import Cursor, Parked, Pause
from keskio.journal.operations import record
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.staff import operations as staff
from keskio.staff.inviting import word_of
from keskio.staff.models import Agent, Role, Token
from keskio.staff.rights import EVERY_RIGHT, Right
from keskio.staff.tests.make import make_agent, make_role, make_signed_in_agent, make_token
from tests.leaks.canaries import canary, paint
from tests.leaks.loads import carried_by

PIXEL = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc"
    b"\xf8\x0f\4\0\x09\xfb\x03\xfd\x05C\x45\xca\0\0\0\0IEND\xaeB`\x82"
)


@dataclass
class House:
    """One client, who works for it, and the ids by which its things are asked for."""

    who: str
    outbox: Path
    client: Client = field(init=False)
    inbox: Inbox = field(init=False)
    agent: Agent = field(init=False)
    supervisor: Agent = field(init=False)
    tokens: dict[str, str] = field(default_factory=dict)
    ids: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        mark = canary(self.who)
        self.client = make_client(f"{mark}company", slug=f"{mark}company")
        self.inbox = make_inbox(self.client, address=f"{mark}help@{self.who}.example")
        self._staff(mark)
        self._cases()
        self._what_went_wrong()
        self.ids |= carried_by(
            self.client, self.agent, int(str(self.ids["case_id"])), self.inbox.pk, mark
        )
        self._mailbox(mark)
        paint(self.client.pk, self.who)
        self.inbox.refresh_from_db()

    @property
    def customer(self) -> str:
        return f"{canary(self.who)}mikko@customer.example"

    def _staff(self, mark: str) -> None:
        self.agent = make_signed_in_agent(self.client, name=f"{mark}agent", here_at=timezone.now())
        self.supervisor = make_agent(self.client, name=f"{mark}boss", role=Role.SUPERVISOR)
        every = ["read", "write", "admin"]
        self.tokens = {
            "program": make_token(self.client, name=f"{mark}program"),
            "person": make_token(self.client, agent=self.agent, name=f"{mark}person"),
            "administrator": make_token(
                self.client, role=Role.ADMINISTRATOR, scopes=every, name=f"{mark}administrator"
            ),
        }
        token = Token.objects.get(name=f"{mark}program")
        role = make_role(Right.NOTE, slug=f"{self.who}-role", name=f"{mark}role")
        self.ids |= {
            "agent_id": self.agent.pk,
            "token_id": token.pk,
            "visit": uuid4(),
            "role": role,
            "slug": role,
            "act": "reset-second-step",
            "word": self._invited(),
        }

    def _invited(self) -> str:
        """What the link of an invitation ends with."""
        newcomer = make_agent(self.client)
        with writing(SYSTEM):
            invited = staff.invite_agent(
                agent_id=newcomer.pk,
                own_rights=EVERY_RIGHT,
                actor=SYSTEM_ACTOR,
                now=timezone.now(),
            )
        return word_of(invited)

    def _cases(self) -> None:
        reason = make_reason(self.client)
        case, message = self._asked("The saw", with_files=True)
        resolved, _ = self._asked("The bench")
        snoozed, _ = self._asked("The ladder")
        agent, now = self.agent, timezone.now()
        with writing(SYSTEM):
            cases.write_note(
                case_id=case.pk,
                text=f"{secret(self.who)} he pays late",
                actor=agent.actor,
                agent_id=agent.pk,
                now=now,
            )
            self._reply(case)
            cases.spend_active_time(
                case_id=case.pk,
                agent_id=agent.pk,
                visit=uuid4(),
                seconds=60,
                actor=agent.actor,
                now=now,
            )
            cases.resolve_case(
                case_id=resolved.pk,
                reason_id=reason.pk,
                outcome=Outcome.SOLVED,
                actor=agent.actor,
                now=now,
            )
            cases.snooze_case(
                case_id=snoozed.pk, until=now + timedelta(days=1), actor=agent.actor, now=now
            )
            view = cases.save_view(
                owner_id=agent.pk,
                name=f"{canary(self.who)}view",
                content=cases.ViewContent(view=View.ALL, client_id=self.client.pk),
                shared_with=self.client.pk,
                actor=agent.actor,
                now=now,
            )
        self.ids["view_id"] = view.pk
        self._hear()
        self._answered(case)
        self._linked(case)
        self._moved(case)
        self._remember(case, message, resolved, reason.pk)
        self._writing(case)

    def _reply(self, case: Case) -> None:
        cases.write_reply(
            case_id=case.pk,
            text="This chain.",
            files=[cases.OutgoingFile("chain.txt", "text/plain", self._content())],
            request_key="once",
            actor=self.agent.actor,
            agent_id=self.agent.pk,
            now=timezone.now(),
        )

    def _writing(self, case: Case) -> None:
        """A draft with a file, a canned response, and a mail that has not left yet."""
        mark, agent, now = canary(self.who), self.agent, timezone.now()
        who: dict[str, Any] = {"agent_id": agent.pk, "actor": agent.actor, "now": now}
        place = cases.DraftPlace(kind=Draft.Kind.REPLY, case_id=case.pk)
        with writing(SYSTEM):
            cases.save_draft(place=place, written=cases.Written(text=f"{mark}draft"), **who)
            file = cases.add_draft_file(
                place=place,
                file=cases.OutgoingFile("saw.txt", "text/plain", self._content()),
                **who,
            )
            canned = cases.add_canned_response(
                client_id=self.client.pk,
                name=f"{mark}thanks",
                shortcut=f"{mark}thanks",
                texts={"en": f"{mark}thanks"},
                actor=agent.actor,
                now=now,
            )
            held = cases.start_case(
                inbox_id=self.inbox.pk,
                subject=f"{mark}first",
                text=f"{mark}first",
                to=[(mark, self.customer)],
                bcc=[(mark, f"{mark}boss@{self.who}.example")],
                undo_seconds=120,
                **who,
            )
        self.ids |= {
            "file_id": file.pk,
            "canned_id": canned.pk,
            "held_id": held.pk,
            "kind": "reply",
        }

    def _asked(
        self, subject: str, *, with_files: bool = False, sender: str = ""
    ) -> tuple[Case, Message]:
        mail = self._mail(subject, sender)
        mail.set_content(f"{canary(self.who)}text\n")
        if with_files:
            mail.add_alternative(f'<p>{canary(self.who)}html</p><img src="cid:one">', "html")
            mail.add_attachment(self._content(), "text", "plain", filename="saw.txt")
            mail.add_attachment(PIXEL, "image", "png", filename="saw.png", cid="<one>")
        arrival = self._bring(mail)
        assert arrival.message_id
        return self._case(arrival.case_id), Message.objects.get(pk=arrival.message_id)

    def _answered(self, case: Case) -> None:
        """So that the case waits again, through its own address."""
        mail = self._mail(f"Re: {case.subject}")
        mail.set_content(f"{canary(self.who)}answer\n")
        self._bring(mail, recipient=address_of_case(case.pk, inbox=self.inbox.address))

    def _linked(self, case: Case) -> None:
        answer = Message.objects.get(case=case, direction="out", kind="message")
        mail = self._mail("Fwd: The saw", sender=f"{canary(self.who)}anna@elsewhere.example")
        mail["In-Reply-To"] = answer.message_id
        mail.set_content(f"{canary(self.who)}stranger\n")
        stranger = self._case(self._bring(mail).case_id)
        assert Link.objects.filter(first=case, second=stranger).exists()

    def _moved(self, case: Case) -> None:
        """A case merged into the first, one linked with it, one that is spam; a blocked sender."""
        merged, _ = self._asked("The saw again", sender=f"{canary(self.who)}pia@elsewhere.example")
        spam, _ = self._asked("Cheap saws")
        other, _ = self._asked("The chain")
        linked, _ = self._asked("The oil")
        by, now = self.agent.actor, timezone.now()
        with writing(SYSTEM):
            cases.merge_case(case_id=merged.pk, into_id=case.pk, actor=by, now=now)
            cases.mark_spam(case_id=spam.pk, actor=by, now=now)
            cases.link_cases(case_id=case.pk, other_id=linked.pk, actor=by, now=now)
            blocked = customers.block_sender(
                client_id=self.client.pk, value=f"eve@{self.who}.spam.example", actor=by, now=now
            )
        self._hear()
        self.ids |= {
            "merged_id": merged.pk,
            "spam_id": spam.pk,
            "other_id": other.pk,
            "linked_id": linked.pk,
            "blocked_id": blocked.pk,
            "stranger_id": Customer.objects.exclude(pk=case.customer_id or 0)
            .filter(client=self.client)
            .latest("id")
            .pk,
        }

    def _what_went_wrong(self) -> None:
        """A mail that could not be processed, one that came back, a stream that is parked."""
        mail, mark = self._mail("Broken"), canary(self.who)
        mail.set_content(f"{mark}broken\n")
        arrival, now = self._bring(mail), timezone.now()
        with writing(SYSTEM):
            failed = Arrival.objects.filter(pk=arrival.pk)
            failed.update(state="failed", error=f"{mark}error")
            event = ArrivalFailed(arrival_id=arrival.pk, error=f"{mark}error")
            record(event, client_id=self.client.pk, actor=SYSTEM_ACTOR, at=now)
            Delivery.objects.filter(client_id=self.client.pk, state="sent").update(
                state="failed", last_error=f"{mark}refused"
            )
            Pause.objects.create(
                subscriber=f"{mark}subscriber",
                paused_at=now,
                probe_at=now,
                last_error=f"{mark}pause",
            )
            parked = Parked.objects.create(
                cursor=Cursor.objects.earliest("id"),
                stream=f"case:{self.ids['case_id']}",
                entry_id=1,
                parked_at=now,
                last_error=f"{mark}parked",
            )
        delivery = Delivery.objects.filter(client_id=self.client.pk).earliest("id")
        self.ids |= {
            "arrival_id": arrival.pk,
            "parked_id": parked.pk,
            "delivery_id": delivery.pk,
            "subscriber": f"{mark}subscriber",
        }

    def _mailbox(self, mark: str) -> None:
        now = timezone.now()
        settings = MailboxSettings(
            host="127.0.0.1", port=1, tls=Tls.PLAIN, user=f"{mark}user", folders=(f"{mark}in",)
        )
        outgoing = OutgoingSettings(host="127.0.0.1", port=1, tls=Tls.PLAIN, user=f"{mark}user")
        by: dict[str, Any] = {"actor": SYSTEM_ACTOR, "now": now}
        with writing(SYSTEM):
            mailbox = channels.set_mailbox(
                inbox_id=self.inbox.pk,
                settings=settings,
                secrets=Secrets(password=f"{mark}password"),
                **by,
            )
            channels.set_outgoing_server(
                inbox_id=self.inbox.pk, settings=outgoing, password=f"{mark}password", **by
            )
            folder = channels.begin_folder(
                mailbox_id=mailbox.pk, name=f"{mark}in", uid_validity=1, uid_next=1, **by
            )
            skipped = channels.skip_mail(
                folder_id=folder.pk, uid=1, size=1, why=f"{mark}large", **by
            )
        self.ids["skipped_id"] = skipped.pk

    def _remember(self, case: Case, message: Message, resolved: Case, reason_id: int) -> None:
        self.ids |= {
            "case_id": case.pk,
            "resolved_id": resolved.pk,
            "message_id": message.pk,
            "attachment_id": message.attachments.earliest("id").pk,
            "customer_id": case.customer_id,
            "identity_id": Identity.objects.get(customer=case.customer_id).pk,
            "conversation_id": Conversation.objects.get(pk=message.conversation_id).pk,
            "reason_id": reason_id,
            "client_id": self.client.pk,
            "inbox_id": self.inbox.pk,
        }

    def _mail(self, subject: str, sender: str = "") -> EmailMessage:
        mail = EmailMessage()
        mail["From"], mail["To"] = f"Mikko <{sender or self.customer}>", self.inbox.address
        mail["Cc"] = f"{canary(self.who)}eeva@customer.example"
        mail["Reply-To"] = f"{canary(self.who)}home@customer.example"
        mail["Subject"], mail["Message-ID"] = subject, f"<{uuid4()}@customer.example>"
        return mail

    def _bring(self, mail: EmailMessage, recipient: str = "") -> Arrival:
        stored = take_in(
            mail.as_bytes(),
            recipient=recipient or self.inbox.address,
            envelope_from=self.customer,
            actor=SYSTEM_ACTOR,
            now=timezone.now,
        )
        self._hear()
        with reading(SYSTEM):
            return Arrival.objects.get(pk=stored.arrival.pk)

    def _hear(self) -> None:
        catch_up(subscribers=SUBSCRIBERS, now=timezone.now())
        sender = Sender(clock=timezone.now, url=f"file:{self.outbox}")
        while sender.turn():
            pass

    def _content(self) -> bytes:
        return f"{canary(self.who)}content".encode()

    @staticmethod
    def _case(case_id: int | None) -> Case:
        assert case_id
        return Case.objects.get(pk=case_id)


def secret(who: str) -> str:
    """What an internal note says."""
    return f"secret-{who}-"
