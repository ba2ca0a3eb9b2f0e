"""Whether a mail is from the member whose address it was sent to: by From, and by what the receiving server found."""

from __future__ import annotations

import re
from email.message import Message

from qa.answers.selling import ascii_host
from qa.config import settings
from qa.members.names import email_key
from qa.notifications.replies.parsing import addresses_in

AUTH_MOST = 20
"""Authentication-Results that are looked at, the topmost first."""
RESULTS_MOST = 8_000
"""Characters of one of them; a longer one proves nothing, as its sender may choose where it would be cut."""
_RESULT = re.compile(r"([a-z][\w-]*)(?:/\d+)?=([a-z]+)")
_TOLD = {"dmarc": ("header.from",), "dkim": ("header.d", "header.i"), "spf": ("smtp.mailfrom", "smtp.from")}
"""The properties that tell for whom a method passed, the first that is there."""
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_HARMLESS = re.compile(r"[\w.+=@/-]*", re.ASCII)


def sender(head: Message) -> str:
    """The one address in From, as compared with members'; empty where there is none, or more than one."""
    fields = head.get_all("From", [])
    if len(fields) != 1:
        return ""
    found = addresses_in(str(fields[0]))
    # What reads as an encoded word is another address to each program that looks at it.
    plain = len(found) == 1 and "@" in found[0] and "=?" not in found[0]
    return email_key(found[0]) if plain else ""


def is_confirmed(head: Message, key: str) -> bool:
    """Whether the server named in QA_REPLY_AUTHSERV confirms that the mail is from the domain of *key*.

    DMARC counts where that server found it; else a DKIM signature or SPF of that domain, of one below or one above it.
    Only its topmost header counts: it adds its results above whatever came with the mail.
    """
    trusted = settings().reply_authserv.lower()
    domain = ascii_host(key.rpartition("@")[2])
    if not trusted or not domain:
        return False
    for raw in head.get_all("Authentication-Results", [])[:AUTH_MOST]:
        name, *parts = _plain(str(raw).lower()).split(";")
        if not name:
            return False  # whose it is cannot be told: what stands below may be forged
        if name.split()[:1] == [trusted]:
            return _passed(parts, domain)
    return False


def is_proven(head: Message, key: str) -> bool:
    """Whether the mail may be taken as from *key*: where no server is named to confirm it, From alone tells."""
    return not settings().reply_authserv or is_confirmed(head, key)


def _passed(parts: list[str], domain: str) -> bool:
    """Whether the findings *parts* of one header say so for *domain*."""
    for part in parts:
        match = _RESULT.match(part)
        if match is not None and match[1] == "dmarc":
            if match[2] == "none":
                break
            # A policy is looked for at the domain, then above it (RFC 7489, 6.6.3); some servers name where it was found.
            return match[2] == "pass" and _is_within(domain, _whose(part, "dmarc"))
    return any(_is_aligned(part, domain) for part in parts)


def _is_aligned(part: str, domain: str) -> bool:
    """Whether *part* is a signature or SPF that is good. Of several signatures one is enough."""
    match = _RESULT.match(part)
    if match is None or match[1] not in ("dkim", "spf") or match[2] != "pass":
        return False
    whose = _whose(part, match[1])
    return _is_within(domain, whose) or _is_within(whose, domain)


def _is_within(host: str, above: str) -> bool:
    """Whether *host* is *above* or a part of it."""
    return bool(host and above) and (host == above or host.endswith(f".{above}"))


def _whose(part: str, method: str) -> str:
    """The domain for which *method* was tried; empty where none is told, or several are."""
    told = [word.partition("=")[::2] for word in part.split()[1:]]
    for name in _TOLD[method]:
        values = {value for key, value in told if key == name}
        if values:
            return ascii_host(values.pop().rpartition("@")[2]) if len(values) == 1 else ""
    return ""


def _plain(line: str) -> str:
    """*line* without comments (RFC 8601), and of quoted strings only what cannot be taken for anything else; empty where
    either does not end. Words are a space apart, and = and ; have none beside them."""
    if len(line) > RESULTS_MOST:
        return ""
    out: list[str] = []
    depth, index = 0, 0
    while index < len(line):
        sign = line[index]
        if sign == '"' and not depth:
            quoted = _QUOTED.match(line, index)
            if quoted is None:
                return ""
            out.append(quoted[1] if _HARMLESS.fullmatch(quoted[1]) else "?")
            index = quoted.end()
            continue
        depth += (sign == "(") - (sign == ")" and depth > 0)
        out.append(" " if depth or sign == ")" else sign)
        index += 2 if sign == "\\" and depth else 1
    joined = " ".join("".join(out).split()) if not depth else ""
    return re.sub(r" ?([=;]) ?", r"\1", joined)
