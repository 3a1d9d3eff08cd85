from datetime import datetime, timedelta
from typing import Any

import pytest

from keskio.cases import operations
from keskio.cases.incoming import IncomingFile
from keskio.cases.models import Case, CaseTag, Conversation, Outcome
from keskio.cases.queries import BadCursor, Order, SearchPage, search, suggest
from keskio.cases.tests.make import make_case, receive
from keskio.clients import operations as clients
from keskio.clients.models import Inbox
from keskio.clients.tests.make import make_client, make_inbox
from keskio.config.subscriptions import SUBSCRIBERS
from keskio.customers.models import Identity
from keskio.customers.operations import move_identity
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.catching_up import catch_up
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.knowledge.documents import Kind
from keskio.knowledge.models import IndexRow
from keskio.staff import queries as staff
from keskio.staff.tests.make import make_agent
from keskio.staff.viewers import Viewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def inbox(db: None) -> Inbox:
    return make_inbox(make_client("Rauta & Saha"), acknowledges=False)


@pytest.fixture
def viewer(inbox: Inbox) -> Viewer:
    agent = make_agent(inbox.client, name="Jenni Korhonen")
    with reading(SYSTEM):
        return staff.viewer_of(agent)


def ask(viewer: Viewer, text: str, **how: Any) -> SearchPage:
    catch_up(subscribers=SUBSCRIBERS, now=NOON)
    with reading(viewer.scope):
        return search(viewer=viewer, text=text, now=NOON, **how)


def found(viewer: Viewer, text: str, **how: Any) -> list[int]:
    return [hit.case.pk for hit in ask(viewer, text, **how).hits]


def said(inbox: Inbox, text: str, *, now: datetime = NOON, **more: Any) -> Case:
    """A case that begins with this."""
    author = more.pop("author", f"c{abs(hash(text))}@customer.example")
    return make_case(inbox, now=now, author=author, text=text, full_text=text, **more)


class TestAWord:
    @pytest.mark.parametrize(
        ("written", "asked"),
        [
            ("Missä tilaukseni viipyy? Hei, tilauksen piti tulla eilen.", "tilaus"),
            ("Hei, jos tilaus ei tule, mutta maksoin jo.", "tilauksen"),
            ("Hej, jag har inte fått mina nycklar.", "nyckel"),
            ("Hej, hvor er mine bøger? Det er ikke godt.", "bog"),
            ("Dzień dobry, nie mam moich książek, proszę o pomoc.", "książka"),
            ("Please tell me when the deliveries are to be made.", "delivery"),
        ],
    )
    def test_finds_its_other_forms(
        self, viewer: Viewer, inbox: Inbox, written: str, asked: str
    ) -> None:
        case = said(inbox, written)
        said(inbox, "Nothing of the kind.")
        assert found(viewer, asked) == [case.pk]

    def test_finds_names_with_and_without_diacritics(self, viewer: Viewer, inbox: Inbox) -> None:
        with_them = said(inbox, "Hello.", author_name="Väinö Åkerlund")
        without = said(inbox, "Hi.", author_name="Vaino Akerlund")
        assert set(found(viewer, "akerlund")) == {with_them.pk, without.pk}
        assert set(found(viewer, "Åkerlund")) == {with_them.pk, without.pk}

    def test_that_is_short_and_has_diacritics_is_meant_so(
        self, viewer: Viewer, inbox: Inbox
    ) -> None:
        weather = said(inbox, "Millainen sää on huomenna?")
        said(inbox, "Kuka saa tulla?")
        assert found(viewer, "sää") == [weather.pk]

    def test_stands_beside_the_others(self, viewer: Viewer, inbox: Inbox) -> None:
        both = said(inbox, "The red chain is here.")
        said(inbox, "The red saw.")
        said(inbox, "The chain is blue.")
        assert found(viewer, "red blue") == []
        assert found(viewer, "red here") == [both.pk]

    def test_finds_nothing_where_it_was_not_said(self, viewer: Viewer, inbox: Inbox) -> None:
        said(inbox, "Hello.")
        assert found(viewer, "elephant") == []

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "   ",
            '"',
            '""',
            "-",
            ":",
            "'; DROP TABLE x",
            '" OR "',
            "* NEAR(",
            "\\",
            "(",
            "a'b\\",
        ],
    )
    def test_may_be_anything(self, viewer: Viewer, inbox: Inbox, text: str) -> None:
        said(inbox, "Hello.")
        assert found(viewer, text) == []


class TestWordsInARow:
    def test_are_found_in_their_order_only(self, viewer: Viewer, inbox: Inbox) -> None:
        case = said(inbox, "My chain saw is broken.")
        said(inbox, "I saw the chain.")
        assert found(viewer, '"chain saw"') == [case.pk]

    def test_may_be_an_address(self, viewer: Viewer, inbox: Inbox) -> None:
        case = said(inbox, "Hello.", author="anna.lind@kaari.example")
        said(inbox, "Hello.", author="lind@anna.example")
        assert found(viewer, "anna.lind@kaari.example") == [case.pk]

    def test_may_be_the_name_of_a_file(self, viewer: Viewer, inbox: Inbox) -> None:
        file = IncomingFile(name="Kuitti_2026-11.pdf", content_type="application/pdf", content=b"x")
        case = said(inbox, "Here.", attachments=[file])
        said(inbox, "Kuitti puuttuu.")
        assert found(viewer, "kuitti_2026-11.pdf") == [case.pk]
        assert found(viewer, "has:file") == [case.pk]


class TestTheBeginningOfAWord:
    def test_is_enough_with_a_star(self, viewer: Viewer, inbox: Inbox) -> None:
        case = said(inbox, "Moottorisahani ei käynnisty.")
        assert found(viewer, "moottori") == []
        assert found(viewer, "moottori*") == [case.pk]

    def test_is_enough_while_one_types(self, viewer: Viewer, inbox: Inbox) -> None:
        case = said(inbox, "Moottorisahani ei käynnisty.")
        ask(viewer, "")
        with reading(viewer.scope):
            assert [
                hit.case.pk for hit in suggest(viewer=viewer, text="mootto", now=NOON).hits
            ] == [case.pk]


class TestWhatIsExcluded:
    def test_is_left_out(self, viewer: Viewer, inbox: Inbox) -> None:
        red = said(inbox, "A red chain.")
        said(inbox, "A blue chain.")
        assert found(viewer, "chain -blue") == [red.pk]
        assert found(viewer, 'chain -"blue chain"') == [red.pk]

    def test_may_be_all_that_is_asked(self, viewer: Viewer, inbox: Inbox) -> None:
        red = said(inbox, "A red chain.")
        said(inbox, "A blue chain.")
        assert found(viewer, "-blue") == [red.pk]


class TestAFilter:
    def test_names_who_wrote(self, viewer: Viewer, inbox: Inbox) -> None:
        case = said(inbox, "Hello.", author="anna@kaari.example", author_name="Anna Lind")
        said(inbox, "To Anna.", author="mikko@kaari.example")
        assert found(viewer, "from:anna") == [case.pk]
        assert found(viewer, "from:anna@kaari.example hello") == [case.pk]
        assert case.pk not in found(viewer, "-from:anna hello")

    def test_names_who_it_was_written_to(self, viewer: Viewer, inbox: Inbox) -> None:
        case = said(inbox, "Hello.", to=[("Shop", "shop@rauta.example")])
        said(inbox, "Shop, hello.")
        assert found(viewer, "to:shop@rauta.example") == [case.pk]

    def test_says_when(self, viewer: Viewer, inbox: Inbox) -> None:
        early = said(inbox, "A chain.", now=NOON - timedelta(days=40))
        late = said(inbox, "A chain too.", now=NOON)
        assert found(viewer, "chain before:7d") == [early.pk]
        assert found(viewer, "chain after:7d") == [late.pk]
        assert found(viewer, f"after:{NOON:%d.%m.%Y}") == [late.pk]

    def test_says_in_which_state(self, viewer: Viewer, inbox: Inbox) -> None:
        waits, resolved = said(inbox, "A chain."), said(inbox, "A chain too.")
        with writing(SYSTEM):
            operations.resolve_case(
                case_id=resolved.pk,
                reason_id=None,
                outcome=Outcome.SOLVED,
                actor=SYSTEM_ACTOR,
                now=NOON,
            )
        assert found(viewer, "chain is:open") == [waits.pk]
        assert found(viewer, "is:resolved") == [resolved.pk]
        assert found(viewer, "chain -is:open") == [resolved.pk]
        assert found(viewer, "is:anything") == []

    def test_names_inbox_client_and_agent(self, viewer: Viewer, inbox: Inbox) -> None:
        case = said(inbox, "A chain.")
        with writing(SYSTEM):
            operations.assign_case(
                case_id=case.pk, agent_id=viewer.agent_id, actor=SYSTEM_ACTOR, now=NOON
            )
        for text in ("client:rauta", "agent:jenni", "with:me", f"in:{inbox.address}"):
            assert found(viewer, f"{text} chain") == [case.pk], text
            assert found(viewer, text) == [case.pk], text
            assert found(viewer, f"-{text} chain") == [], text

    def test_names_a_tag(self, viewer: Viewer, inbox: Inbox) -> None:
        case, other = said(inbox, "A chain."), said(inbox, "A chain too.")
        theirs = make_inbox(make_client("Kaari"), acknowledges=False)
        stranger = said(theirs, "A chain of theirs.")
        for one, name in ((case, "Late delivery"), (other, "Early"), (stranger, "Late delivery")):
            with writing(SYSTEM):
                tag = clients.add_tag(
                    client_id=one.client_id, name=name, actor=SYSTEM_ACTOR, now=NOON
                )
                operations.tag_case(case_id=one.pk, tag_id=tag.pk, actor=SYSTEM_ACTOR, now=NOON)
        for text in ("tag:late", 'tag:"late delivery"', "tag:LATE chain", "chain -tag:early"):
            assert found(viewer, text) == [case.pk], text
        assert found(viewer, "tag:delivery") == []
        with writing(SYSTEM):
            clients.remove_tag(tag_id=self.tag_of(case), actor=SYSTEM_ACTOR, now=NOON)
        assert found(viewer, "tag:late") == []

    def tag_of(self, case: Case) -> int:
        with reading(SYSTEM):
            return CaseTag.objects.get(case=case).tag_id

    def test_that_nobody_knows_is_words(self, viewer: Viewer, inbox: Inbox) -> None:
        case = said(inbox, "Error: disk full")
        assert found(viewer, "error:disk") == [case.pk]


class TestANumber:
    def test_finds_the_case_and_what_says_it(self, viewer: Viewer, inbox: Inbox) -> None:
        case = said(inbox, "First.")
        says = said(inbox, f"See {case.pk} please.")
        assert found(viewer, str(case.pk)) == [case.pk, says.pk]
        assert found(viewer, f"#{case.pk}") == [case.pk]
        assert found(viewer, "#987654321") == []


class TestTheOrder:
    def test_is_the_best_first(self, viewer: Viewer, inbox: Inbox) -> None:
        in_subject = said(inbox, "Hello.", subject="A chain", now=NOON - timedelta(days=9))
        as_written = said(inbox, "The chain.", subject="1", now=NOON - timedelta(days=8))
        in_a_form = said(inbox, "The chains are of the best.", subject="2", now=NOON)
        best = [in_subject.pk, as_written.pk, in_a_form.pk]
        assert found(viewer, "chain") == best
        assert found(viewer, "chain", order=Order.NEWEST) == best[::-1]

    @pytest.mark.parametrize("order", Order)
    def test_goes_on_where_the_page_before_ended(
        self, viewer: Viewer, inbox: Inbox, order: Order
    ) -> None:
        cases = [
            said(inbox, f"chain {number}", subject="chain" if number % 3 else "saw")
            for number in range(7)
        ]
        for case in cases[:4]:
            reply = case.messages
            with reading(SYSTEM):
                first = reply.earliest("id")
            receive(
                inbox,
                now=NOON + timedelta(hours=1),
                author=first.author_address,
                references=(first.message_id,),
                text="chain again",
                full_text="chain again",
            )
        whole = found(viewer, "chain", order=order)
        assert sorted(whole) == sorted(case.pk for case in cases)
        seen, after = [], ""
        while True:
            page = ask(viewer, "chain", order=order, after=after, limit=2)
            seen += [hit.case.pk for hit in page.hits]
            if not page.next:
                break
            after = page.next
        assert seen == whole

    def test_of_cases_alone_goes_on_too(self, viewer: Viewer, inbox: Inbox) -> None:
        cases = [said(inbox, f"x{number}").pk for number in range(5)]
        first = ask(viewer, "is:open", limit=3)
        assert first.next
        second = ask(viewer, "is:open", limit=3, after=first.next)
        assert [hit.case.pk for page in (first, second) for hit in page.hits] == cases[::-1]

    @pytest.mark.parametrize("after", ["x", "1", "1_x", "-1_5", "99_1", "²_1"])
    def test_does_not_begin_where_it_never_ended(self, viewer: Viewer, after: str) -> None:
        with pytest.raises(BadCursor):
            ask(viewer, "chain", after=after)


class TestWhatIsShown:
    def test_is_a_case_once_with_its_best_message(self, viewer: Viewer, inbox: Inbox) -> None:
        case = said(inbox, "Long before. " * 30 + "The <b>chain</b> broke. " + "After. " * 50)
        [hit] = ask(viewer, "chains").hits
        assert hit.case == case
        assert [part.text for part in hit.snippet if part.is_hit] == ["chain"]
        assert len("".join(part.text for part in hit.snippet)) < 300

    def test_includes_customers(self, viewer: Viewer, inbox: Inbox) -> None:
        case = said(inbox, "Hello.", author="anna@kaari.example", author_name="Anna Lind")
        assert [one.pk for one in ask(viewer, "lind").customers] == [case.customer_id]
        assert [one.pk for one in ask(viewer, "anna@kaari.example").customers] == [case.customer_id]

    def test_is_as_it_is_now(self, viewer: Viewer, inbox: Inbox) -> None:
        one, other = said(inbox, "A chain."), said(inbox, "Something else.")
        ask(viewer, "chain")
        with writing(SYSTEM):
            one.messages.update(case=other)
        assert found(viewer, "chain") == [other.pk]

    def test_is_nothing_that_was_taken_back(self, viewer: Viewer, inbox: Inbox) -> None:
        case = said(inbox, "A saw.")
        with writing(SYSTEM):
            reply = operations.write_reply(
                case_id=case.pk,
                text="A carburettor.",
                agent_id=viewer.agent_id,
                undo_seconds=60,
                actor=SYSTEM_ACTOR,
                now=NOON,
            )
        assert found(viewer, "carburettor") == [case.pk]
        with writing(SYSTEM):
            operations.take_back_message(
                message_id=reply.pk, agent_id=viewer.agent_id, actor=SYSTEM_ACTOR, now=NOON
            )
        assert found(viewer, "carburettor") == []
        assert not IndexRow.objects.filter(kind=Kind.MESSAGE, ref_id=reply.pk).exists()

    def test_is_under_the_subject_of_the_case_that_it_is_in(
        self, viewer: Viewer, inbox: Inbox
    ) -> None:
        chain, saw = said(inbox, "One.", subject="A chain"), said(inbox, "Two.", subject="A saw")
        with writing(SYSTEM):
            note = operations.write_note(
                case_id=chain.pk, text="He called.", actor=SYSTEM_ACTOR, now=NOON
            )
        assert found(viewer, "chain called") == [chain.pk]
        with writing(SYSTEM):
            operations.move_message(message_id=note.pk, to_id=saw.pk, actor=SYSTEM_ACTOR, now=NOON)
        assert (found(viewer, "chain called"), found(viewer, "saw called")) == ([], [saw.pk])

    def test_includes_what_was_said_on_the_phone(self, viewer: Viewer, inbox: Inbox) -> None:
        case = said(inbox, "Hello.")
        with writing(SYSTEM):
            told = operations.note_contact(
                inbox=inbox,
                customer_id=case.customer_id or 0,
                channel=Conversation.Channel.PHONE,
                text="He wants a carburettor.",
                agent_id=viewer.agent_id,
                actor=SYSTEM_ACTOR,
                now=NOON,
            )
        assert found(viewer, "carburettor") == [told.case_id]

    def test_names_whom_an_address_belongs_to_now(self, viewer: Viewer, inbox: Inbox) -> None:
        one, other = said(inbox, "One.", author="x@y.example"), said(inbox, "Two.", author="z@y.eu")
        assert [who.pk for who in ask(viewer, "x@y.example").customers] == [one.customer_id]
        with reading(SYSTEM):
            address = Identity.objects.get(customer=one.customer_id).pk
        with writing(SYSTEM):
            move_identity(
                identity_id=address,
                customer_id=other.customer_id or 0,
                actor=SYSTEM_ACTOR,
                now=NOON,
            )
        assert [who.pk for who in ask(viewer, "x@y.example").customers] == [other.customer_id]

    def test_includes_notes_and_replies(self, viewer: Viewer, inbox: Inbox) -> None:
        case = said(inbox, "Hello.")
        with writing(SYSTEM):
            operations.write_note(
                case_id=case.pk, text="He pays late.", actor=SYSTEM_ACTOR, now=NOON
            )
            operations.write_reply(
                case_id=case.pk, text="It is a carburettor.", actor=SYSTEM_ACTOR, now=NOON
            )
        assert found(viewer, "pays") == [case.pk]
        assert found(viewer, "carburettor") == [case.pk]


class TestAStranger:
    def test_finds_nothing_of_others(self, viewer: Viewer, inbox: Inbox) -> None:
        other = make_inbox(make_client("Kaari"), acknowledges=False)
        theirs = said(other, "A canary sings.", author_name="Canary Bird", subject="canary")
        mine = said(inbox, "No bird here.")
        for text in ("canary", "can*", '"canary sings"', "from:canary", f"{theirs.pk}", "-mine"):
            page = ask(viewer, f"{text}")
            assert theirs.pk not in [hit.case.pk for hit in page.hits], text
            assert page.customers == []
        assert found(viewer, f"#{theirs.pk}") == []
        assert found(viewer, "client:kaari") == []
        assert found(viewer, "is:open") == [mine.pk]

    def test_is_not_given_pages_of_what_others_have(self, viewer: Viewer, inbox: Inbox) -> None:
        other = make_inbox(make_client("Kaari"), acknowledges=False)
        for number in range(4):
            said(other, f"canary {number}")
        said(inbox, "canary of mine")
        page = ask(viewer, "canary", limit=1)
        assert len(page.hits) == 1
        assert page.next is None
