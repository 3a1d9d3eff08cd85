from keskio.kit.memory import Kept


class TestKept:
    def test_makes_a_text_once(self) -> None:
        kept, made = Kept[str](at_most=100), []

        def make() -> str:
            made.append("text")
            return "a text"

        assert [kept.get("key", make), kept.get("key", make)] == ["a text", "a text"]
        assert made == ["text"]

    def test_gives_up_what_was_used_longest_ago(self) -> None:
        kept = Kept[str](at_most=10)
        kept.get("old", lambda: "12345")
        kept.get("used", lambda: "12345")
        kept.get("old", lambda: "never asked")
        kept.get("new", lambda: "12345")
        assert kept.get("old", lambda: "made again") == "12345"
        assert kept.get("used", lambda: "made again") == "made again"

    def test_keeps_nothing_longer_than_all_together_may_be(self) -> None:
        kept = Kept[str](at_most=10)
        assert kept.get("long", lambda: "x" * 11) == "x" * 11
        assert kept.get("long", lambda: "shorter") == "shorter"
