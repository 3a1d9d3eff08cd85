from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from keskio.look.templatetags.look import initials
from keskio.look.times import duration, number, short_date, short_time

NOW = datetime(2026, 11, 19, 12, 32, tzinfo=UTC)
DAY = timedelta(days=1)


class TestShortTime:
    def test_is_the_clock_alone_today(self) -> None:
        assert short_time(NOW, NOW) == "12:32"

    def test_adds_the_day_within_half_a_year(self) -> None:
        assert short_time(NOW - 16 * DAY, NOW) == "Tue 3 Nov 12:32"

    def test_is_the_date_with_its_year_beyond(self) -> None:
        assert short_time(NOW - 300 * DAY, NOW) == "23 Jan 2026"

    def test_asks_whether_it_is_today_where_the_reader_lives(self) -> None:
        with timezone.override("Europe/Helsinki"):
            assert short_time(NOW.replace(hour=22), NOW).startswith("Fri 20 Nov")

    @pytest.mark.parametrize(
        ("language", "said"), [("fi", "12.32"), ("da", "12.32"), ("pl", "12:32"), ("sv", "12:32")]
    )
    def test_has_the_form_of_the_language(self, language: str, said: str) -> None:
        with translation.override(language):
            assert short_time(NOW, NOW) == said


class TestShortDate:
    def test_calls_today_by_its_name(self) -> None:
        assert short_date(NOW, NOW) == "today"

    def test_leaves_out_the_year_that_is(self) -> None:
        assert (short_date(NOW - 16 * DAY, NOW), short_date(NOW - 400 * DAY, NOW)) == (
            "3 Nov",
            "15 Oct 2025",
        )


class TestDuration:
    @pytest.mark.parametrize(
        ("seconds", "said"),
        [
            (-5, "under 1 min"),
            (59, "under 1 min"),
            (60, "1 min"),
            (3599, "59 min"),
            (3600, "1 h 00"),
            (13920, "3 h 52"),
            (97200, "1 d 3 h"),
        ],
    )
    def test_tells_the_two_largest_units(self, seconds: int, said: str) -> None:
        assert duration(seconds) == said


class TestNumber:
    def test_is_grouped_in_the_readers_form(self) -> None:
        with translation.override("pl"):
            assert number(10412) == "10\xa0412"
        assert number(10412) == "10,412"


class TestInitials:
    @pytest.mark.parametrize(
        ("name", "letters"),
        [
            ("Mikko Lahtinen", "ML"),
            ("Anna Maria (Kaari) Østby", "AØ"),
            ("mikko.lahtinen@posti.example", "M"),
            ("+45 20 41", "24"),
            ("", "?"),
        ],
    )
    def test_are_of_the_first_and_the_last_word(self, name: str, letters: str) -> None:
        assert initials(name) == letters
