"""Templates that are compiled ahead say what Django's own would."""

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from keskio.look.icons import icon


def rendered(template: str, **told: object) -> str:
    return Template("{% load i18n look %}" + template).render(Context(told))


class TestAnAddress:
    @pytest.mark.parametrize("number", [1, 20, 7_419_000_000_000, 7_419_000_000_001])
    def test_is_that_of_its_page(self, number: int) -> None:
        found = rendered('{% url "case" number %} {% url "cases" %}', number=number)
        assert found == f"{reverse('case', args=[number])} {reverse('cases')}"

    def test_takes_words_as_well_as_numbers(self) -> None:
        assert rendered('{% url "case" number %}', number="12") == reverse("case", args=[12])

    def test_is_put_where_it_was_asked_for(self) -> None:
        found = rendered('{% url "case" number as there %}[{{ there }}]', number=3)
        assert found == f"[{reverse('case', args=[3])}]"

    @pytest.mark.parametrize("number", [-1, None, "x"])
    def test_of_no_page_is_refused(self, number: object) -> None:
        with pytest.raises(NoReverseMatch):
            rendered('{% url "case" number %}', number=number)


class TestAnIcon:
    def test_is_drawn_ahead_as_it_would_be_later(self) -> None:
        known = rendered('{% icon "email" size="large" %}')
        told = rendered('{% icon name size="large" %}', name="email")
        assert known == told == icon("email", size="large")

    def test_has_its_label_in_the_language_of_the_template(self) -> None:
        with translation.override("fi"):
            assert icon("forward", label="Välitä") == rendered('{% icon "forward" _("Forward") %}')
