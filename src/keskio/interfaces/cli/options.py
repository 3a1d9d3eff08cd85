"""The words and options of the `keskio` command; knows nothing of Django, so it answers at once."""

import argparse

from keskio import __version__

HERE = "keskio.interfaces.cli"


def parser() -> argparse.ArgumentParser:
    keskio = argparse.ArgumentParser(prog="keskio", description="Customer service, self-hosted.")
    keskio.add_argument("--version", action="version", version=f"keskio {__version__}")
    words = keskio.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _up(words)
    _receive(words)
    _token(words)
    _settings(words)
    _check(words)
    _reindex(words)
    return keskio


def _up(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    up = _word(words, "up", "start everything in one process", "keskio.config.server")
    up.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    up.add_argument("--port", type=int, default=8000, help="for pages and API (%(default)s)")
    up.add_argument("--smtp-port", type=int, default=2525, help="for mail (%(default)s)")
    up.add_argument("--demo", action="store_true", help="with the demo world")


def _receive(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    receive = _word(words, "receive", "take mails in from files", f"{HERE}.receive")
    receive.add_argument(
        "paths", nargs="+", metavar="PATH", help=".eml, mbox, Maildir, .tar.gz, or a directory"
    )
    receive.add_argument("--inbox", metavar="ADDRESS", help="take them as sent to this address")
    receive.add_argument("--json", action="store_true", help="one line of JSON for each mail")


def _token(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    token = words.add_parser("token", help="keys with which programs act")
    create = _word(
        token.add_subparsers(required=True, metavar="ACTION"),
        "create",
        "make a token and print its key, this once",
        f"{HERE}.token",
    )
    create.add_argument("--name", required=True, help="what it is for")
    create.add_argument("--role", default="agent", help="agent, supervisor, administrator or own")


def _settings(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    settings = words.add_parser("settings", help="settings as a YAML file")
    actions = settings.add_subparsers(required=True, metavar="ACTION", dest="action")
    says = {
        "export": "write the settings to a file, or print them",
        "diff": "say what a file would change; 1 when anything",
        "apply": "put a file in: all of it or nothing",
    }
    for name, said in says.items():
        action = _word(actions, name, said, f"{HERE}.settings")
        needs = "?" if name == "export" else None
        action.add_argument("file", nargs=needs, metavar="FILE", help="- is the terminal")


def _check(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    check = _word(words, "check", "say whether everything is in order", f"{HERE}.check")
    check.add_argument("--json", action="store_true", help="for programs")


def _reindex(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    _word(words, "reindex", "make the search index anew, while others work", f"{HERE}.reindex")


def _word(
    words: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, says: str, module: str
) -> argparse.ArgumentParser:
    word = words.add_parser(name, help=says, description=says)
    word.add_argument("--data", metavar="DIR", help="the data directory (KESKIO_DATA, or .data)")
    word.set_defaults(module=module, demo=False)
    return word
