from typing import Any

import pytest

from keskio.clients import operations, queries
from keskio.clients.models import Colour, FieldKind, StatusOf, Tag
from keskio.clients.settings import BadSetting
from keskio.clients.tests.make import make_client
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.models import Entry
from keskio.journal.queries import settings_changed
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, reading, writing

pytestmark = pytest.mark.django_db
WHO: Any = {"actor": SYSTEM_ACTOR, "now": NOON}


def do(operation: Any, **chosen: Any) -> Any:
    with writing(SYSTEM):
        return operation(**chosen, **WHO)


class TestATag:
    def test_has_a_name_of_its_own_within_its_client(self) -> None:
        client, other = make_client(), make_client()
        do(operations.add_tag, client_id=client.pk, name="VIP")
        do(operations.add_tag, client_id=other.pk, name="VIP")
        with pytest.raises(BadSetting):
            do(operations.add_tag, client_id=client.pk, name=" vip ")

    @pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\0b"])
    def test_has_a_name_that_can_be_read(self, name: str) -> None:
        with pytest.raises(BadSetting):
            do(operations.add_tag, client_id=make_client().pk, name=name)

    def test_has_one_of_eight_colours(self) -> None:
        with pytest.raises(BadSetting):
            do(operations.add_tag, client_id=make_client().pk, name="VIP", colour="pink")

    def test_is_renamed_and_keeps_the_rest(self) -> None:
        tag = do(operations.add_tag, client_id=make_client().pk, name="VIP", colour=Colour.SKY)
        tag = do(operations.change_tag, tag_id=tag.pk, name="Gold")
        assert (tag.name, tag.colour) == ("Gold", Colour.SKY)

    def test_that_was_removed_frees_its_name_and_is_remembered(self) -> None:
        client = make_client()
        tag = do(operations.add_tag, client_id=client.pk, name="VIP")
        do(operations.remove_tag, tag_id=tag.pk)
        again = do(operations.add_tag, client_id=client.pk, name="VIP")
        with reading(SYSTEM):
            assert [one.pk for one in queries.tags_of(client.pk)] == [again.pk]
            assert queries.names_of_definitions(client.pk)["tag", tag.pk] == "VIP"
        with pytest.raises(Tag.DoesNotExist):
            do(operations.change_tag, tag_id=tag.pk, name="Gold")

    def test_leaves_its_trace(self) -> None:
        tag = do(operations.add_tag, client_id=make_client().pk, name="VIP")
        with reading(SYSTEM):
            entry = Entry.objects.get(kind="definition_added")
        assert (entry.payload["what"], entry.payload["definition_id"]) == ("tag", tag.pk)


class TestAStatus:
    def test_stands_where_it_is_put(self) -> None:
        client = make_client()
        names = ["asked", "ordered"]
        first, second = (
            do(operations.add_status, client_id=client.pk, name=name, state=StatusOf.OPEN)
            for name in names
        )
        do(operations.change_status, status_id=first.pk, position=9)
        with reading(SYSTEM):
            assert [one.pk for one in queries.statuses_of(client.pk)] == [second.pk, first.pk]


class TestAField:
    def test_of_choices_has_some(self) -> None:
        client = make_client()
        field = do(
            operations.add_field,
            client_id=client.pk,
            name="Shop",
            kind=FieldKind.CHOICE,
            choices=["Turku", " Turku", "Vantaa", ""],
        )
        assert field.choices == ["Turku", "Vantaa"]
        with pytest.raises(BadSetting):
            do(operations.change_field, field_id=field.pk, choices=[])

    def test_of_another_kind_has_none(self) -> None:
        with pytest.raises(BadSetting):
            do(
                operations.add_field,
                client_id=make_client().pk,
                name="Number",
                kind=FieldKind.NUMBER,
                choices=["1"],
            )


class TestTheAudit:
    def test_is_told_what_a_definition_was_and_is(self) -> None:
        tag = do(operations.add_tag, client_id=make_client().pk, name="damaged")
        do(operations.change_tag, tag_id=tag.pk, name="broken")
        do(operations.remove_tag, tag_id=tag.pk)
        with reading(SYSTEM):
            told = [one.payload["changes"].get("name") for one in settings_changed()[:3]]
        assert told == [["broken", None], ["damaged", "broken"], [None, "damaged"]]
