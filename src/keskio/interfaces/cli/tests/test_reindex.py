from pathlib import Path

import pytest
from django.utils import timezone

from keskio.cases import queries as cases
from keskio.cases.models import Message
from keskio.customers.models import Customer
from keskio.interfaces.cli.tests.conftest import MAIL, Command
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.knowledge.models import IndexRow
from keskio.staff import queries as staff
from keskio.staff.models import Role
from keskio.staff.tests.make import make_agent

pytestmark = pytest.mark.django_db(transaction=True)


class TestReindex:
    def test_makes_the_index_anew(self, keskio: Command, tmp_path: Path) -> None:
        path = tmp_path / "1.eml"
        path.write_bytes(MAIL % 1)
        keskio("receive", str(path), "--json")
        with writing(SYSTEM):
            IndexRow.objects.all().delete()
        assert self.found() == 0
        assert keskio("reindex") == 0
        assert "messages: done" in keskio.said
        assert self.found() == 1
        with reading(SYSTEM):
            rows = Message.objects.count() + Customer.objects.count()
            assert IndexRow.objects.count() == rows

    def test_leaves_what_is_in_order_as_it_is(self, keskio: Command, tmp_path: Path) -> None:
        path = tmp_path / "1.eml"
        path.write_bytes(MAIL % 1)
        keskio("receive", str(path), "--json")
        before = self.rows()
        keskio("reindex")
        assert self.rows() == before

    @staticmethod
    def found() -> int:
        agent = make_agent(role=Role.ADMINISTRATOR)
        with reading(SYSTEM):
            viewer = staff.viewer_of(agent)
            return len(cases.search(viewer=viewer, text="saw", now=timezone.now()).hits)

    @staticmethod
    def rows() -> list[object]:
        with reading(SYSTEM):
            return list(IndexRow.objects.order_by("pk").values())
