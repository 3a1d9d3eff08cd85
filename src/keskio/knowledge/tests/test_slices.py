from hypothesis import given
from hypothesis import strategies as st

from keskio.knowledge.documents import LAST_PLACE, Kept
from keskio.knowledge.engines.postgresql import SPANS, _slices, _span_mark, _vector
from keskio.knowledge.engines.rows import Row

places = st.integers(min_value=0, max_value=LAST_PLACE)


def marks_at(place: int) -> set[str]:
    return set(_vector(Row(place, 1, 1, Kept((), frozenset()))).split())


class TestSlicesOfTime:
    @given(one=places, other=places, seconds=st.floats(min_value=0, max_value=1e12))
    def test_are_all_there_is_from_the_newest_on(
        self, one: int, other: int, seconds: float
    ) -> None:
        first, end = sorted((one, other))
        begins = first
        for _, begin, upto in _slices(first, end, seconds):
            assert begin == begins
            assert upto > begin
            begins = upto
        assert begins == end

    @given(one=places, other=places, seconds=st.floats(min_value=0, max_value=1e12))
    def test_ask_for_a_mark_that_each_of_their_rows_has(
        self, one: int, other: int, seconds: float
    ) -> None:
        first, end = sorted((one, other))
        for asked, begin, upto in _slices(first, end, seconds):
            for place in (begin, (begin + upto) // 2, upto - 1):
                assert not asked or any(mark in asked for mark in marks_at(place))

    def test_are_marked_for_every_length(self) -> None:
        assert marks_at(0) == {_span_mark(span, 0) for span in SPANS}
