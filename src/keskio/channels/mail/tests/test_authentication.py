import pytest

from keskio.channels.mail.authentication import verdict

OURS = ["mx.desk.example"]


def judged(*headers: str, sender: str = "eva@shop.example") -> str:
    return verdict(headers, trusted=OURS, sender=sender)


class TestVerdict:
    @pytest.mark.parametrize(
        ("results", "expected"),
        [
            ("dmarc=pass header.from=shop.example", "pass"),
            ("dmarc=fail header.from=shop.example", "fail"),
            ("dmarc=pass header.from=other.example", "fail"),
            ("dkim=pass header.d=shop.example", "pass"),
            ("dkim=pass header.d=other.example", "none"),
            ("dkim=fail header.d=shop.example; spf=fail smtp.mailfrom=shop.example", "fail"),
            ("spf=pass smtp.mailfrom=eva@shop.example", "pass"),
            ("spf=pass smtp.mailfrom=bounce@mailer.example", "none"),
            ("dmarc=pass (p=reject) action=none header.from=shop.example", "pass"),
            ("none", "none"),
            ("=;;=broken", "none"),
        ],
    )
    def test_follows_alignment_with_the_sender(self, results: str, expected: str) -> None:
        assert judged(f"mx.desk.example; {results}") == expected

    def test_believes_no_other_server(self) -> None:
        assert judged("evil.example; dmarc=pass header.from=shop.example") == "none"

    def test_believes_only_the_topmost_of_ours(self) -> None:
        false = "mx.desk.example; dmarc=pass header.from=shop.example"
        assert judged("mx.desk.example; dmarc=fail header.from=shop.example", false) == "fail"

    def test_knows_our_server_by_any_case(self) -> None:
        assert judged("MX.Desk.Example; dmarc=pass header.from=shop.example") == "pass"

    def test_takes_a_parent_domain_for_its_children(self) -> None:
        header = "mx.desk.example; dkim=pass header.d=shop.example"
        assert judged(header, sender="a@mail.shop.example") == "pass"
        assert judged(header, sender="a@evilshop.example") == "none"
