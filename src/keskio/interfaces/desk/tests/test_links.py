"""Addresses in what a customer wrote."""

from django.utils.html import Urlizer
from hypothesis import given
from hypothesis import strategies as st

from keskio.interfaces.desk.templatetags.desk import urlize_safe

PIECES = (
    ".",
    ":",
    "/",
    "@",
    "www.",
    "http://",
    "HTTPS://",
    ".com",
    ".Org/x",
    "mail",
    " ",
    "\n",
    "&",
)


class TestLinks:
    @given(st.lists(st.sampled_from([*PIECES, "<", '"', "ä", "(", ")"]), max_size=12).map("".join))
    def test_are_made_where_django_would_make_them(self, text: str) -> None:
        plain = Urlizer()(text, nofollow=True, autoescape=True)
        assert urlize_safe(text) == plain.replace("<a ", '<a target="_blank" ')

    def test_tell_their_target_nothing(self) -> None:
        assert 'rel="nofollow"' in urlize_safe("See https://shop.example/orders")
