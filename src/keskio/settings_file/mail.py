"""Whose word about the authenticity of senders is believed."""

from pydantic import Field

from keskio.channels import operations, queries
from keskio.settings_file.sections import Item, Section, Shape, Who
from keskio.staff.rights import Right


class _Server(Shape):
    name: str = Field(pattern=r"^[a-z0-9.-]{1,253}$")
    believed: bool = True


def _servers() -> list[Item]:
    return [{"name": name, "believed": True} for name in queries.trusted_servers()]


def _put_server(before: Item | None, after: Item, who: Who) -> None:
    others = set(queries.trusted_servers()) - {after["name"]}
    believed = {after["name"]} if after["believed"] else set()
    operations.trust_servers(names=others | believed, **who.said)


MAIL_SERVERS = Section(
    "mail_servers", "name", _Server, _servers, _put_server, Right.MANAGE_SETTINGS
)
