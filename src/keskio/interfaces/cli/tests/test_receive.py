import tarfile
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from keskio.channels.models import Arrival
from keskio.clients.models import Catches, Client, Inbox
from keskio.clients.tests.make import make_inbox
from keskio.interfaces.cli.refusal import CannotGoOn
from keskio.interfaces.cli.tests.conftest import MAIL, Command
from keskio.kit.scopes import SYSTEM, reading
from keskio.routing.models import WorkItem

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mails(tmp_path: Path) -> Path:
    directory = tmp_path / "mails"
    directory.mkdir()
    for number in (1, 2):
        (directory / f"{number}.eml").write_bytes(MAIL % number)
    (directory / "readme.txt").write_bytes(b"no mail at all")
    return directory


class TestReceive:
    def test_makes_a_company_that_takes_everything_on_an_empty_directory(
        self, keskio: Command, mails: Path
    ) -> None:
        assert keskio("receive", str(mails), "--json") == 0
        with reading(SYSTEM):
            assert Client.objects.count() == 1
            assert Inbox.objects.get().catches == Catches.EVERYTHING

    def test_says_what_became_of_each_file(self, keskio: Command, mails: Path) -> None:
        keskio("receive", str(mails), "--json")
        first, second, other = keskio.lines
        assert first["file"].endswith("1.eml")
        assert first["kind"] == second["kind"] == "message"
        assert first["new_case"]
        assert first["case"]
        assert first["message"]
        assert first["customer"] == second["customer"]
        assert first["error"] is None
        assert other["kind"] == "not-mail"
        assert other["case"] is None

    def test_returns_when_the_line_has_heard(self, keskio: Command, mails: Path) -> None:
        keskio("receive", str(mails), "--json")
        with reading(SYSTEM):
            waiting = set(WorkItem.objects.values_list("case_id", flat=True))
        assert waiting == {line["case"] for line in keskio.lines if line["case"]}

    def test_twice_changes_nothing(self, keskio: Command, mails: Path) -> None:
        keskio("receive", str(mails), "--json")
        before = keskio.lines
        assert keskio("receive", str(mails), "--json") == 0
        assert [line["duplicate"] for line in keskio.lines] == [True, True, False]
        assert not any(line["new_case"] for line in keskio.lines)
        assert [line["message"] for line in keskio.lines] == [line["message"] for line in before]

    def test_takes_an_archive(self, keskio: Command, mails: Path, tmp_path: Path) -> None:
        archive = tmp_path / "mails.tar.gz"
        with tarfile.open(archive, "w:gz") as tar:
            tar.add(mails, arcname="mails")
        assert keskio("receive", str(archive), "--json") == 0
        assert [line["kind"] for line in keskio.lines] == ["message", "message", "not-mail"]

    def test_says_in_words_without_json(self, keskio: Command, mails: Path) -> None:
        keskio("receive", str(mails / "1.eml"))
        assert "1.eml: message, case" in keskio.said
        assert "(new)" in keskio.said

    def test_brings_mail_to_the_inbox_asked_for(self, keskio: Command, mails: Path) -> None:
        make_inbox()
        asked = make_inbox()
        keskio("receive", str(mails), "--inbox", asked.address, "--json")
        with reading(SYSTEM):
            assert set(Arrival.objects.values_list("inbox", flat=True)) == {asked.pk}

    def test_asks_which_inbox_when_there_are_several(self, keskio: Command, mails: Path) -> None:
        first, second = make_inbox(), make_inbox()
        with pytest.raises(CannotGoOn, match=first.address) as refused:
            keskio("receive", str(mails))
        assert second.address in str(refused.value)

    def test_refuses_an_address_that_is_not_ours(self, keskio: Command, mails: Path) -> None:
        make_inbox()
        with pytest.raises(CannotGoOn, match="no inbox takes mail"):
            keskio("receive", str(mails), "--inbox", "stranger@elsewhere.example")

    def test_refuses_a_path_that_is_not_there(self, keskio: Command, tmp_path: Path) -> None:
        with pytest.raises(CannotGoOn, match="no such file"):
            keskio("receive", str(tmp_path / "nothing"))

    def test_ends_with_one_when_a_mail_was_not_stored(
        self, keskio: Command, mails: Path, settings: Settings
    ) -> None:
        settings.MAX_MAIL_BYTES = len(MAIL) - 10
        assert keskio("receive", str(mails), "--json") == 1
        assert "over the limit" in keskio.lines[0]["error"]
        assert keskio.lines[0]["case"] is None
