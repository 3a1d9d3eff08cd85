from datetime import UTC, datetime

import pytest

from keskio.knowledge.rules import Asked, Filter, Term, moment, parse

NOW = datetime(2026, 11, 19, 12, 32, tzinfo=UTC)


def asked(text: str) -> Asked:
    return parse(text, known=("is", "agent"))


class TestWhatIsTyped:
    @pytest.mark.parametrize(
        ("text", "terms"),
        [
            ("chain saw", [Term(("chain",)), Term(("saw",))]),
            ('"chain saw"', [Term(("chain", "saw"))]),
            ('"chain saw', [Term(("chain", "saw"))]),
            ("Motto*", [Term(("motto",), is_prefix=True)]),
            ("m*", [Term(("m",))]),
            ("-red", [Term(("red",), is_excluded=True)]),
            ('-"red saw"', [Term(("red", "saw"), is_excluded=True)]),
            ("anna@kaari.example", [Term(("anna", "kaari", "example"))]),
            ("colour:red", [Term(("colour", "red"))]),
            ("https://kaari.example", [Term(("https", "kaari", "example"))]),
            ("before:whenever", [Term(("before", "whenever"))]),
            ("has:wheels", [Term(("has", "wheels"))]),
            ("from:", [Term(("from",))]),
        ],
    )
    def test_is_words(self, text: str, terms: list[Term]) -> None:
        assert list(asked(text).terms) == terms
        assert not asked(text).filters

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("from:anna", Filter("from", "anna")),
            ("FROM:Anna", Filter("from", "Anna")),
            ('from:"Anna Lind"', Filter("from", "Anna Lind")),
            ("-is:open", Filter("is", "open", is_excluded=True)),
            ("before:2026-11-19", Filter("before", "2026-11-19")),
            ("has:file", Filter("has", "file")),
        ],
    )
    def test_is_a_filter(self, text: str, found: Filter) -> None:
        assert list(asked(text).filters) == [found]
        assert not asked(text).terms

    def test_is_a_number_if_there_is_nothing_else(self) -> None:
        assert (asked("123").number, asked("123").must_be_number) == (123, False)
        assert (asked("#123").number, asked("#123").must_be_number) == (123, True)
        assert asked("#123 saw").number is None
        assert asked("9" * 30).number is None

    @pytest.mark.parametrize("text", ["", "  ", '"', '""', "-", "*", "\x00"])
    def test_may_be_nothing(self, text: str) -> None:
        assert asked(text).is_empty

    def test_is_read_up_to_a_length(self) -> None:
        assert len(asked("word " * 10_000).terms) <= 16


class TestAMoment:
    @pytest.mark.parametrize(
        ("said", "day"),
        [
            ("2026-11-19", "2026-11-19"),
            ("2026-11", "2026-11-01"),
            ("2026", "2026-01-01"),
            ("19.11.2026", "2026-11-19"),
            ("19.11.", "2026-11-19"),
            ("9/3/2025", "2025-03-09"),
            ("today", "2026-11-19"),
            ("Yesterday", "2026-11-18"),
            ("7d", "2026-11-12"),
            ("2w", "2026-11-05"),
            ("1y", "2025-11-19"),
        ],
    )
    def test_begins_the_day_that_is_named(self, said: str, day: str) -> None:
        found = moment(said, now=NOW)
        assert found
        assert f"{found:%Y-%m-%d %H:%M}" == f"{day} 00:00"
        assert found.tzinfo == UTC

    @pytest.mark.parametrize(
        "said", ["", "soon", "2026-13", "31.2.2026", "9999y", "0000", "1.1.0001"]
    )
    def test_is_none_for_what_is_no_day(self, said: str) -> None:
        assert moment(said, now=NOW) is None
