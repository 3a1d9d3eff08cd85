from collections.abc import Callable

import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from keskio.look import errors

TITLES = {
    "en": "Nothing is here",
    "fi": "Täällä ei ole mitään",
    "da": "Her er ikke noget",
    "pl": "Tu nic nie ma",
    "sv": "Här finns inget",
}


def asked_in(language: str) -> HttpRequest:
    return RequestFactory().get("/nowhere/", headers={"Accept-Language": f"{language},en;q=0.5"})


class TestThePagesForWhatWentWrong:
    """No test here may touch the database: these pages are shown when there is none."""

    @pytest.mark.parametrize(("language", "title"), TITLES.items())
    def test_speak_the_readers_language(self, language: str, title: str) -> None:
        page = errors.page_not_found(asked_in(language)).content.decode()
        assert f'<html lang="{language}">' in page
        assert f"<h1>{title}</h1>" in page

    @pytest.mark.parametrize(
        ("view", "status"),
        [
            (errors.bad_request, 400),
            (errors.permission_denied, 403),
            (errors.csrf_failure, 403),
            (errors.page_not_found, 404),
            (errors.server_error, 500),
        ],
    )
    def test_answer_with_their_status(
        self, view: Callable[[HttpRequest], HttpResponse], status: int
    ) -> None:
        assert view(asked_in("fi")).status_code == status

    @pytest.mark.parametrize("error", [OperationalError("disk is full"), InterfaceError("closed")])
    def test_tell_a_database_that_is_away_from_a_bug(self, error: Exception) -> None:
        try:
            raise error
        except type(error):
            answer = errors.server_error(asked_in("en"))
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert "goes on by itself" in answer.content.decode()
        assert str(error) not in answer.content.decode()

    def test_keep_the_language_that_an_agent_has_chosen(self) -> None:
        request = asked_in("fi")
        request.LANGUAGE_CODE = "sv"
        assert '<html lang="sv">' in errors.server_error(request).content.decode()
