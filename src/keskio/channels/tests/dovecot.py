"""A real IMAP server for tests: Debian's Dovecot, run by nobody but us, on a free port."""

import grp
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from getpass import getuser
from pathlib import Path
from tempfile import mkdtemp

from imapclient import IMAPClient

DOVECOT = shutil.which("dovecot") or (
    "/usr/sbin/dovecot" if Path("/usr/sbin/dovecot").exists() else None
)
USER, PASSWORD = "support@a.example", "correct-horse"
CONFIG = """
protocols = imap
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
ssl = {ssl}
{certificate}
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {login_user}
first_valid_uid = 0
mail_location = maildir:{home}/mail/%u
mail_uid = {uid}
mail_gid = {gid}
auth_mechanisms = plain login xoauth2 oauthbearer
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {home}/oauth2.conf
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service stats {{
  chroot =
}}
"""
OAUTH = """
introspection_mode = post
introspection_url = {url}
username_attribute = username
active_attribute = active
active_value = true
"""


@dataclass
class Dovecot:
    port: int
    home: Path

    @contextmanager
    def connected(self, user: str = USER) -> Iterator[IMAPClient]:
        with IMAPClient("127.0.0.1", self.port, ssl=False, timeout=10) as client:
            client.login(user, PASSWORD)
            yield client

    def bring(self, raw: bytes, folder: str = "INBOX", user: str = USER) -> None:
        with self.connected(user) as client:
            if not client.folder_exists(folder):
                client.create_folder(folder)
            client.append(folder, raw)

    def count(self, folder: str = "INBOX", criteria: str = "ALL", user: str = USER) -> int:
        with self.connected(user) as client:
            client.select_folder(folder, readonly=True)
            return len(client.search(criteria))

    def empty(self) -> None:
        with self.connected() as client:
            for _, _, name in client.list_folders():
                if name == "INBOX":
                    client.select_folder(name)
                    client.delete_messages(client.search())
                    client.expunge()
                else:
                    client.delete_folder(name)

    def number_anew(self, user: str = USER) -> None:
        """As a server that lost its index: other UIDs under another UIDVALIDITY."""
        for name in (
            "dovecot-uidlist",
            "dovecot.index",
            "dovecot.index.log",
            "dovecot.index.cache",
        ):
            for path in (self.home / "mail" / user).rglob(name):
                path.unlink()
        time.sleep(1.1)  # a new UIDVALIDITY is the time in seconds


@contextmanager
def running(
    introspection_url: str = "http://127.0.0.1:1/", *, tls: bool = False
) -> Iterator[Dovecot]:
    home = Path(mkdtemp(prefix="keskio-dovecot-"))
    port = _free_port()
    (home / "oauth2.conf").write_text(OAUTH.format(url=introspection_url))
    certificate = _certificate(home) if tls else ""
    uid, gid, root = os.getuid(), os.getgid(), os.getuid() == 0
    if root:  # its parts give up their rights
        home.chmod(0o755)
        uid, gid = pwd.getpwnam("dovecot")[2:4]
    (home / "mail").mkdir()
    os.chown(home / "mail", uid, gid)
    (home / "dovecot.conf").write_text(
        CONFIG.format(
            home=home,
            port=port,
            user="dovecot" if root else getuser(),
            group=grp.getgrgid(gid).gr_name,
            login_user="dovenull" if root else getuser(),
            uid=uid,
            gid=gid,
            password=PASSWORD,
            ssl="yes" if tls else "no",
            certificate=certificate,
        )
    )
    assert DOVECOT
    server = subprocess.Popen(  # noqa: S603
        [DOVECOT, "-F", "-c", str(home / "dovecot.conf")],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait(server, port, home)
        yield Dovecot(port, home)
    finally:
        server.terminate()
        server.wait(10)
        assert server.stdout
        server.stdout.close()
        shutil.rmtree(home, ignore_errors=True)


def _wait(server: "subprocess.Popen[bytes]", port: int, home: Path) -> None:
    until = time.monotonic() + 15
    while time.monotonic() < until:
        if server.poll() is not None:
            assert server.stdout
            raise AssertionError(server.stdout.read().decode())
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as sock:
                if sock.recv(4) == b"* OK":
                    return
        except OSError:
            pass
        time.sleep(0.1)
    log = home / "log"
    raise AssertionError(f"Dovecot does not answer: {log.read_text() if log.exists() else ''}")


def _certificate(home: Path) -> str:
    """One that nobody has signed."""
    subprocess.run(  # noqa: S603
        [  # noqa: S607
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-keyout",
            str(home / "key.pem"),
            "-out",
            str(home / "cert.pem"),
        ],
        check=True,
        capture_output=True,
    )
    return f"ssl_cert = <{home}/cert.pem\nssl_key = <{home}/key.pem"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
