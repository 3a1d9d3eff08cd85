import pytest

from keskio.channels.mail.lookalikes import is_lookalike


class TestALookalike:
    @pytest.mark.parametrize(
        ("name", "address"),
        [
            ("support@rauta.example", "mallory@elsewhere.example"),
            ("Rauta (support@rauta.example)", "mallory@elsewhere.example"),
            ("support＠rauta.example", "mallory@elsewhere.example"),
            ("Rauta", "support@rаuta.example"),
            ("Rauta", "support@xn--ruta-53d.example"),
            ("Rаuta support", "mallory@elsewhere.example"),
            ("Apple", "support@аррӏе.example"),
            ("Rauta", "suppоrt@rauta.example"),
        ],
    )
    def test_is_noticed(self, name: str, address: str) -> None:
        assert is_lookalike(name=name, address=address)

    @pytest.mark.parametrize(
        ("name", "address"),
        [
            ("Mikko Mäkelä", "mikko@customer.example"),
            ("mikko@customer.example", "Mikko@customer.example"),
            ("Zażółć Gęślą", "z@jaźń.example"),
            ("Иван Петров", "ivan@почта.example"),
            ("Иван Smith", "ivan@customer.example"),
            ("", ""),
            ("", "xn--broken-@xn--\x00.example"),
        ],
    )
    def test_is_not_seen_in_honest_senders(self, name: str, address: str) -> None:
        assert not is_lookalike(name=name, address=address)
