"""The file itself: YAML, read strictly and always written the same way."""

import re
from collections.abc import Collection
from typing import Any

import yaml

from keskio.settings_file.registry import SECTIONS
from keskio.staff.rights import EVERY_RIGHT, Right

LONGEST = 1_000_000
HEAD = "# Settings of Keskiö. What is not mentioned stays as it is when this is put in.\n"


class Unreadable(Exception):
    """No YAML, or more than settings need; says where."""


class _Loader(yaml.SafeLoader):
    """Nothing but text, whole numbers, true and false, null, lists and mappings.

    YAML 1.1 takes 17:00 for a number and no for false; and aliases can make much out of little.
    """

    yaml_implicit_resolvers: dict[str, Any] = {}

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise Unreadable(f"line {self.line + 1}: no aliases, please")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        names = [key.value for key, _ in node.value]
        if twice := {name for name in names if names.count(name) > 1}:
            raise Unreadable(f"line {node.start_mark.line + 1}: {min(twice)} is there twice")
        return super().construct_mapping(node, deep=deep)


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile("^(?:0|-?[1-9][0-9]*)$"), list("-0123456789")
)
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("^(?:null|~|)$"), ["n", "~", ""])


class _Dumper(yaml.SafeDumper):
    """Texts of several lines as they are read, and no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002
        super().increase_indent(flow, indentless=False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def export_text(own_rights: Collection[Right] = EVERY_RIGHT) -> str:
    """The sections that whoever asks may manage (about two queries each)."""
    settings = {one.name: one.read() for one in SECTIONS if one.right in own_rights}
    return HEAD + yaml.dump(
        settings, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100
    )


def read_text(text: str) -> Any:
    """Raises Unreadable."""
    if len(text) > LONGEST:
        raise Unreadable(f"more than {LONGEST} signs")
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader, made stricter
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Unreadable(" ".join(str(error).split())) from error
