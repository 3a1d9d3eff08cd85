from datetime import timedelta
from typing import Any

import pytest

from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.kit.transactions import NotInTransaction
from keskio.knowledge import operations, queries
from keskio.knowledge.asking import question
from keskio.knowledge.documents import Document, Kind
from keskio.knowledge.models import IndexRow
from keskio.knowledge.rules import parse

pytestmark = pytest.mark.django_db


def index(ref_id: int, text: str, **more: Any) -> None:
    told: dict[str, Any] = {"client_id": 1, "at": NOON, "kind": Kind.MESSAGE}
    with writing(SYSTEM):
        operations.index_documents([Document(ref_id=ref_id, text=text, **told | more)])


def found(text: str, *, clients: tuple[int, ...] = (1,), kind: Kind = Kind.MESSAGE) -> list[int]:
    asked = parse(text, known=())
    wanted = question(asked, client_ids=clients, kind=kind, best_first=True, now=NOON)
    with reading(SYSTEM):
        return [one.ref_id for one in queries.find(wanted, limit=50)] if wanted else []


class TestTheIndex:
    def test_finds_a_document_once_however_often_it_is_told(self) -> None:
        index(7, "A chain.")
        index(7, "A chain.")
        assert found("chain") == [7]
        assert IndexRow.objects.count() == 1

    def test_finds_what_a_document_says_now(self) -> None:
        index(7, "A chain.")
        index(7, "A saw.")
        assert (found("chain"), found("saw")) == ([], [7])

    def test_finds_a_document_at_its_new_time_only(self) -> None:
        index(7, "A chain.")
        index(7, "A chain.", at=NOON + timedelta(days=1))
        assert found("chain") == [7]
        assert IndexRow.objects.count() == 1

    def test_forgets(self) -> None:
        index(7, "A chain.")
        index(8, "A chain.")
        with writing(SYSTEM):
            operations.forget_documents(Kind.MESSAGE, [7])
        assert found("chain") == [8]

    def test_answers_for_the_clients_asked_for_alone(self) -> None:
        index(7, "A chain.")
        index(8, "A chain.", client_id=12)
        assert found("chain", clients=(1,)) == [7]
        assert found("chain", clients=(12,)) == [8]
        assert sorted(found("chain", clients=(1, 12))) == [7, 8]
        assert found("chain", clients=()) == []
        assert found("-saw", clients=(2,)) == []

    def test_cannot_be_asked_for_its_own_marks(self) -> None:
        index(7, "A chain.", client_id=12)
        for text in ("_c_12", '"_c_12"', "_c_1*", "c_12*", "_k_1"):
            assert found(text, clients=(1,)) == [], text

    def test_keeps_kinds_apart(self) -> None:
        index(7, "A chain.")
        index(7, "", senders=["Chain"], kind=Kind.CUSTOMER)
        assert found("chain", kind=Kind.CUSTOMER) == [7]
        assert IndexRow.objects.count() == 2

    def test_takes_text_of_any_kind_and_length(self) -> None:
        index(7, "word " * 100_000 + "''\\ \" \x00 𝒳 ﷽ 数据 " + "x" * 5_000)
        assert found("word") == [7]

    def test_finds_in_the_newest_order(self) -> None:
        for number in range(5):
            index(number + 1, "A chain.", at=NOON + timedelta(days=number % 3))
        assert found("chain") == [3, 5, 2, 4, 1]

    @pytest.mark.django_db(transaction=True)
    def test_is_written_in_a_transaction_only(self) -> None:
        with pytest.raises(NotInTransaction):
            operations.forget_documents(Kind.MESSAGE, [1])
