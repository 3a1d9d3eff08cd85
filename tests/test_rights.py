from django.urls import get_resolver

from keskio.interfaces.api.application import api
from keskio.interfaces.api.rights import NEEDS as OF_OPERATIONS
from keskio.interfaces.api.rights import OPEN_TO_ALL as OPEN_OPERATIONS
from keskio.interfaces.desk.admin_words import RIGHTS
from keskio.interfaces.desk.administration import PAGES
from keskio.interfaces.desk.rights import NEEDS, OPEN_TO_ALL, needed
from keskio.staff.rights import Right


class TestTheListOfRights:
    def test_names_pages_that_exist(self) -> None:
        names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
        assert {*NEEDS, *OPEN_TO_ALL} - names == set()

    def test_names_operations_that_exist(self) -> None:
        described = api.get_openapi_schema(path_prefix="/")["paths"]
        there = {
            f"{method.upper()} {path.lstrip('/').replace('{', '<').replace('}', '>')}"
            for path, methods in described.items()
            for method in methods
        }
        assert {*OF_OPERATIONS, *OPEN_OPERATIONS} - there == set()

    def test_asks_for_something_where_nothing_is_said(self) -> None:
        assert needed("new_page", writes=False) == Right.READ_CASES
        assert needed("new_page", writes=True) == Right.ANSWER
        assert needed("new", writes=False, of_administration=True) == Right.MANAGE_SETTINGS

    def test_has_a_word_for_each(self) -> None:
        assert set(RIGHTS) == set(Right)


class TestThePagesOfTheAdministration:
    def test_each_say_what_they_are_for(self) -> None:
        assert all(str(page.says) and page.address.startswith("/admin/") for page in PAGES)
