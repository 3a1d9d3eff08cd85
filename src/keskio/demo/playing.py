"""Plays the stories in the order of their time, through the doors and operations of every day."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import singledispatchmethod
from typing import cast
from uuid import NAMESPACE_OID, uuid5

from keskio.cases import operations as cases
from keskio.cases.models import Outcome
from keskio.channels import queries as channels
from keskio.channels.reception import take_in
from keskio.customers import operations as customers
from keskio.demo import post, telling
from keskio.demo.cast import Cast, Told
from keskio.demo.post import Answered
from keskio.demo.telling import Story
from keskio.journal.actors import Actor
from keskio.kit.scopes import writing
from keskio.routing import operations as routing
from keskio.staff import operations as staff

BRINGER = Actor("demo")
WRITTEN_A_SECOND = 4
"""Characters: for the time that an agent gives to what they write."""


@dataclass(frozen=True)
class Happening:
    at: datetime
    told: Told
    number: int
    step: telling.Step

    @property
    def message_id(self) -> str:
        domain = post.address_of(self.told.story.customer).rpartition("@")[2]
        return f"<{self.told.number}.{self.number}.{self.at:%Y%m%d%H%M}@{domain}>"


HEARD_FIRST = (
    telling.Writes,
    telling.IsAway,
    telling.Bounces,
    telling.Gives,
    telling.Merges,
    telling.Splits,
    telling.BlocksAsSpam,
)
"""What changes the line, where the next agent finds it."""


class Player:
    """What has happened is heard by everybody before somebody acts on it.

    `catch_up` has them hear it, as of the time it is given.
    """

    def __init__(self, cast: Cast, *, catch_up: Callable[[datetime], None]) -> None:
        self._cast, self._catch_up = cast, catch_up
        self._told: dict[str, Told] = {}
        self._unheard: set[int] = set()

    def play(self, stories: Sequence[Story], *, now: datetime) -> None:
        for number, story in enumerate(stories, 1):
            self._told[story.subject] = Told(number, story, self._cast.inboxes[story.inbox])
        before = now
        for happening in sorted(self._happenings(now), key=lambda one: one.at):
            if self._must_be_heard(happening):
                self._catch_up(before)
                self._unheard.clear()
            self._play(happening.step, happening)
            if isinstance(happening.step, HEARD_FIRST):
                self._unheard.add(happening.told.number)
            before = happening.at

    def case_of(self, subject: str) -> int:
        """The case that the story with this subject has become."""
        return self._case_of(self._told[subject])

    def _must_be_heard(self, happening: Happening) -> bool:
        """A customer who writes waits for nobody; a machine answers only what was sent."""
        match happening.step:
            case telling.Writes():
                return False
            case telling.IsAway() | telling.Bounces():
                return True
            case telling.Merges(into=other) if self._told[other].number in self._unheard:
                return True
        return happening.told.number in self._unheard

    def _happenings(self, now: datetime) -> Iterator[Happening]:
        for told in self._told.values():
            for number, step in enumerate(told.story.steps, 1):
                at = step.at.instant(now=now, zone=told.inbox.zone)
                yield Happening(at, told, number, step)

    @singledispatchmethod
    def _play(self, step: telling.Step, _: Happening) -> None:
        raise TypeError(step)

    @_play.register
    def _writes(self, step: telling.Writes, happening: Happening) -> None:
        told, story = happening.told, happening.told.story
        is_first, answers = not told.thread, told.ours
        if is_first and story.touches:
            answers = self._told[story.touches].ours
        raw = post.letter(
            author=step.by or story.customer,
            to=story.inbox,
            subject=story.subject if is_first else f"Re: {story.subject}",
            text=telling.paragraphs(step.text),
            message_id=happening.message_id,
            at=happening.at.astimezone(told.inbox.zone),
            html=step.html,
            cc=step.cc,
            files=step.files,
            answers=answers,
            headers=story.headers if is_first else (),
        )
        self._bring(happening, raw, envelope_from=post.address_of(step.by or story.customer))

    @_play.register
    def _is_away(self, step: telling.IsAway, happening: Happening) -> None:
        story = happening.told.story
        raw = post.letter(
            author=story.customer,
            to=story.inbox,
            subject=step.subject,
            text=telling.paragraphs(step.text),
            message_id=happening.message_id,
            at=happening.at,
            answers=happening.told.ours,
            headers=[("Auto-Submitted", "auto-replied"), ("Precedence", "bulk")],
        )
        self._bring(happening, raw, envelope_from="")

    @_play.register
    def _bounces(self, step: telling.Bounces, happening: Happening) -> None:
        told = happening.told
        raw = post.returned(
            inbox=told.story.inbox,
            to=post.address_of(told.story.customer),
            why=step.why,
            message_id=happening.message_id,
            at=happening.at,
            answers=cast("Answered", told.ours),
        )
        self._bring(happening, raw, envelope_from="")

    def _bring(self, happening: Happening, raw: bytes, *, envelope_from: str) -> None:
        told = happening.told
        stored = take_in(
            raw,
            recipient=told.story.inbox,
            envelope_from=envelope_from,
            actor=BRINGER,
            now=lambda: happening.at,
        )
        told.thread = (*told.thread, happening.message_id)
        told.arrival_id = told.arrival_id or stored.arrival.pk
        told.last_arrival_id = stored.arrival.pk

    def _case_of(self, told: Told) -> int:
        if not told.case_id:
            arrival = channels.arrivals_by_id([told.arrival_id])[told.arrival_id]
            told.case_id = arrival.case_id or 0
        return told.case_id

    @_play.register
    def _takes(self, step: telling.Takes, happening: Happening) -> None:
        with writing(happening.told.scope):
            self._take(step.who, happening)

    @_play.register
    def _replies(self, step: telling.Replies, happening: Happening) -> None:
        told = happening.told
        with writing(told.scope):
            agent_id = self._take(step.who, happening)
            message = cases.write_reply(
                case_id=self._case_of(told),
                text=telling.paragraphs(step.text),
                files=[
                    cases.OutgoingFile(file.name, file.content_type, file.content)
                    for file in step.files
                ],
                actor=Actor.agent(agent_id),
                agent_id=agent_id,
                now=happening.at,
            )
        told.ours = Answered(
            message_id=message.message_id,
            references=told.thread,
            name=message.author_name,
            at=happening.at.astimezone(told.inbox.zone),
            text=message.full_text or message.text,
            language=told.inbox.language,
        )
        told.thread = (*told.thread, message.message_id)

    @_play.register
    def _notes(self, step: telling.Notes, happening: Happening) -> None:
        agent_id = self._cast.agents[step.who]
        with writing(happening.told.scope):
            cases.write_note(
                case_id=self._case_of(happening.told),
                text=telling.paragraphs(step.text),
                actor=Actor.agent(agent_id),
                agent_id=agent_id,
                now=happening.at,
            )
            self._spend(len(step.text), agent_id, happening)

    @_play.register
    def _gives(self, step: telling.Gives, happening: Happening) -> None:
        with writing(happening.told.scope):
            cases.assign_case(
                case_id=self._case_of(happening.told),
                agent_id=self._cast.agents[step.to],
                actor=self._actor(step.who),
                now=happening.at,
            )

    @_play.register
    def _resolves(self, step: telling.Resolves, happening: Happening) -> None:
        told = happening.told
        with writing(told.scope):
            cases.resolve_case(
                case_id=self._case_of(told),
                reason_id=self._cast.reasons[told.inbox.client_id, step.reason],
                outcome=Outcome(step.outcome),
                actor=self._actor(step.who),
                now=happening.at,
            )

    @_play.register
    def _snoozes(self, step: telling.Snoozes, happening: Happening) -> None:
        with writing(happening.told.scope):
            cases.snooze_case(
                case_id=self._case_of(happening.told),
                until=happening.at + timedelta(days=step.days),
                actor=self._actor(step.who),
                now=happening.at,
            )

    @_play.register
    def _merges(self, step: telling.Merges, happening: Happening) -> None:
        with writing(happening.told.scope):
            cases.merge_case(
                case_id=self._case_of(happening.told),
                into_id=self._case_of(self._told[step.into]),
                actor=self._actor(step.who),
                now=happening.at,
            )

    @_play.register
    def _splits(self, step: telling.Splits, happening: Happening) -> None:
        told = happening.told
        with writing(told.scope):
            arrival = channels.arrivals_by_id([told.last_arrival_id])[told.last_arrival_id]
            cases.split_message(
                message_id=cast("int", arrival.message_id),
                actor=self._actor(step.who),
                now=happening.at,
            )

    @_play.register
    def _blocks_as_spam(self, step: telling.BlocksAsSpam, happening: Happening) -> None:
        told, actor = happening.told, self._actor(step.who)
        with writing(told.scope):
            cases.mark_spam(case_id=self._case_of(told), actor=actor, now=happening.at)
            customers.block_sender(
                client_id=told.inbox.client_id,
                value=post.address_of(told.story.customer),
                agent_id=self._cast.agents[step.who],
                actor=actor,
                now=happening.at,
            )

    def _take(self, who: str, happening: Happening) -> int:
        """The agent, who is here, has the case from now on and has given it some time."""
        agent_id = self._cast.agents[who]
        actor, now = Actor.agent(agent_id), happening.at
        staff.see_agent(agent_id=agent_id, actor=actor, now=now)
        case_id = self._case_of(happening.told)
        routing.take_item(case_id=case_id, agent_id=agent_id, actor=actor, now=now)
        written = getattr(happening.step, "text", "")
        self._spend(len(written), agent_id, happening)
        return agent_id

    def _spend(self, written: int, agent_id: int, happening: Happening) -> None:
        cases.spend_active_time(
            case_id=self._case_of(happening.told),
            agent_id=agent_id,
            visit=uuid5(NAMESPACE_OID, happening.message_id),
            seconds=20 + written // WRITTEN_A_SECOND,
            actor=Actor.agent(agent_id),
            now=happening.at,
        )

    def _actor(self, who: str) -> Actor:
        return Actor.agent(self._cast.agents[who])
