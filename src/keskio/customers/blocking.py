"""Whose mail a block concerns. No database."""

from collections.abc import Iterable

PUBLIC_DOMAINS = frozenset(
    "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com icloud.com me.com"
    " aol.com gmx.com gmx.de gmx.net web.de mail.com proton.me protonmail.com fastmail.com"
    " suomi24.fi kolumbus.fi luukku.com elisanet.fi saunalahti.fi hotmail.fi outlook.fi"
    " mail.dk jubii.dk hotmail.dk outlook.dk live.dk telia.com telia.se hotmail.se live.se"
    " wp.pl o2.pl onet.pl interia.pl op.pl gazeta.pl poczta.fm tlen.pl".split()
)
"""Here strangers live next door to each other: one address may be blocked, never all of them."""


def names_of_sender(address: str) -> list[str]:
    """What a block of this sender may be called: the address, its domain, all above that."""
    _, _, domain = address.rpartition("@")
    labels = domain.split(".")
    above = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    return [address, *above]


def blocked_among(addresses: Iterable[str], *, blocked: set[str]) -> set[str]:
    return {one for one in addresses if not blocked.isdisjoint(names_of_sender(one))}
