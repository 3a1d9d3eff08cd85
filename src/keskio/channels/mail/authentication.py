"""Whether the sender is who they say, as far as a server that we trust has checked it."""

import re
from collections.abc import Collection, Iterable
from typing import Literal, cast

import authres

Verdict = Literal["pass", "fail", "none"]

NON_STANDARD = re.compile(r"\s(?:action|compauth|oda|ipaddress)=[^\s;]+", re.IGNORECASE)
ENVELOPE = re.compile(r".*@")
FAILURES = frozenset({"fail", "softfail", "permerror"})


def verdict(headers: Iterable[str], *, trusted: Collection[str], sender: str) -> Verdict:
    """The topmost Authentication-Results header of a trusted server, judged for `sender`.

    A pass counts only for the domain in the mail's From (the address `sender`); without a DMARC
    result, a DKIM or SPF pass of that domain does. Headers of other servers prove nothing.
    """
    names = {name.strip().lower() for name in trusted}
    results = next((found for value in headers if (found := _results(value, names))), [])
    domain = sender.rpartition("@")[2].lower()
    if not results or not domain:
        return "none"
    dmarc = [(result, of) for method, result, of in results if method == "dmarc"]
    if dmarc:
        result, of = dmarc[0]
        if result == "pass":
            return "pass" if not of or _aligned(of, domain) else "fail"
        return "fail" if result in FAILURES else "none"
    return _without_dmarc(results, domain)


def _without_dmarc(results: list[tuple[str, str, str]], domain: str) -> Verdict:
    aligned = [result for _, result, of in results if _aligned(of, domain)]
    if "pass" in aligned:
        return "pass"
    return "fail" if aligned and all(result in FAILURES for result in aligned) else "none"


def _results(value: str, trusted: Collection[str]) -> list[tuple[str, str, str]]:
    """Method, result and domain of each check in the header; none if its server is not trusted."""
    server = value.partition(";")[0].split()
    if not server or server[0].lower() not in trusted:
        return []
    try:
        parsed = authres.AuthenticationResultsHeader.parse(
            f"Authentication-Results: {NON_STANDARD.sub('', value).rstrip('; ')}"
        )
    except authres.AuthResError:
        return []
    return [_result(result) for result in parsed.results if hasattr(result, "method")]


def _result(result: object) -> tuple[str, str, str]:
    checked = cast("authres.AuthenticationResult", result)
    named = {f"{p.type}.{p.name}": str(p.value) for p in checked.properties}
    keys = ("header.from", "header.d", "header.i", "smtp.mailfrom", "smtp.mail")
    domain = next((named[key] for key in keys if named.get(key)), "")
    method, verdict_ = str(checked.method).lower(), str(checked.result).lower()
    return method, verdict_, ENVELOPE.sub("", domain).strip("<> ").lower()


def _aligned(checked: str, domain: str) -> bool:
    """Whether a check of `checked` speaks for `domain`: that very domain or a parent of it."""
    return checked == domain or ("." in checked and domain.endswith(f".{checked}"))
