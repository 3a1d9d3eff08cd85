import pytest

from keskio.interfaces.cli.refusal import CannotGoOn
from keskio.interfaces.cli.tests.conftest import Command
from keskio.kit.scopes import SYSTEM, reading
from keskio.staff import queries as staff
from keskio.staff.models import Role

pytestmark = pytest.mark.django_db(transaction=True)


class TestTokenCreate:
    def test_prints_a_key_that_opens(self, keskio: Command) -> None:
        assert keskio("token", "create", "--name", "reports") == 0
        with reading(SYSTEM):
            viewer = staff.viewer_with(keskio.said.strip())
        assert viewer.scopes == {"read", "write"}

    def test_gives_an_administrator_more(self, keskio: Command) -> None:
        keskio("token", "create", "--name", "backup", "--role", "administrator")
        with reading(SYSTEM):
            viewer = staff.viewer_with(keskio.said.strip())
        assert viewer.role == Role.ADMINISTRATOR
        assert "admin" in (viewer.scopes or set())

    def test_refuses_a_role_that_does_not_exist(self, keskio: Command) -> None:
        with pytest.raises(CannotGoOn, match="no such role: boss"):
            keskio("token", "create", "--name", "reports", "--role", "boss")
