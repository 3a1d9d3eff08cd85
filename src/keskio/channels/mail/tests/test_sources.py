import io
import tarfile
from pathlib import Path

import pytest

from keskio.channels.mail.sources import SourceMail, read_mails

MAIL = b"From: a@b.example\nSubject: x\n\nHi\n"
MBOX = (
    b"From a@b.example Mon Jan  5 10:32:00 2026\n"
    + MAIL
    + b"\nFrom a@b.example Mon Jan  5 10:33:00 2026\n"
    + MAIL
    + b"\n>From the start\n"
)


def archive(path: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
        link = tarfile.TarInfo("link.eml")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    return path


class TestReadMails:
    def test_reads_one_file(self, tmp_path: Path) -> None:
        path = tmp_path / "a.eml"
        path.write_bytes(MAIL)
        assert list(read_mails([path])) == [SourceMail(str(path), MAIL)]

    def test_walks_folders_in_order_and_tells_what_is_no_mail(self, tmp_path: Path) -> None:
        (tmp_path / "cur").mkdir()
        for name, content in {
            "cur/123.host:2,S": MAIL,
            "b.eml": MAIL,
            "README": b"# Read\n",
            "c.json": b"{}",
            "empty": b"",
            "p.png": b"\x89PNG",
        }.items():
            (tmp_path / name).write_bytes(content)
        found = {Path(mail.file).name: mail.raw for mail in read_mails([tmp_path])}
        assert list(found) == ["README", "b.eml", "c.json", "123.host:2,S", "empty", "p.png"]
        assert [name for name, raw in found.items() if raw] == ["b.eml", "123.host:2,S"]

    def test_parts_an_mbox(self, tmp_path: Path) -> None:
        path = tmp_path / "box"
        path.write_bytes(MBOX)
        first, second = read_mails([path])
        assert (first.file, second.file) == (f"{path}#1", f"{path}#2")
        assert first.raw == MAIL
        assert second.raw == MAIL + b"\nFrom the start\n"

    def test_reads_archives_without_unpacking(self, tmp_path: Path) -> None:
        files = {"b/x.eml": MAIL, "../a.eml": MAIL, "n.txt": b"no", "box": MBOX}
        path = archive(tmp_path / "all.tar.gz", files)
        found = [(mail.file.removeprefix(f"{path}/"), mail.raw) for mail in read_mails([path])]
        assert [name for name, _ in found] == ["b/x.eml", "a.eml", "n.txt", "box#1", "box#2"]
        assert dict(found)["n.txt"] is None
        assert list(tmp_path.iterdir()) == [path]

    def test_tells_of_a_broken_archive(self, tmp_path: Path) -> None:
        path = tmp_path / "x.tar.gz"
        path.write_bytes(b"nonsense")
        assert list(read_mails([path])) == [SourceMail(str(path), None)]

    def test_follows_no_links(self, tmp_path: Path) -> None:
        (tmp_path / "l.eml").symlink_to("/etc/passwd")
        assert list(read_mails([tmp_path])) == []

    def test_refuses_a_path_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            list(read_mails([tmp_path / "no"]))
