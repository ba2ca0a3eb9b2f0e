"""Whether a mail is from the member whose address it was sent to: by From, and by what the receiving server found."""

from __future__ import annotations

import re
from email.message import Message

from qa.answers.selling import ascii_host, registrable
from qa.config import settings
from qa.members.names import email_key
from qa.notifications.replies.parsing import HEADER_MOST, addresses_in

AUTH_MOST = 20
"""Authentication-Results that are looked at, the topmost first."""
_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"([a-z][\w-]*)(?:/\d+)?\s*=\s*([a-z]+)")
_OF = re.compile(
    r"(?:header\.d|header\.i|smtp\.mailfrom|smtp\.from)\s*=\s*\"?(?:[^\s;\"@]{0,64}@)?([^\s;\"]{1,253})"
)


def sender(head: Message) -> str:
    """The one address in From, as compared with members'; empty where there is none, or more than one."""
    fields = head.get_all("From", [])
    if len(fields) != 1:
        return ""
    found = addresses_in(str(fields[0]))
    return email_key(found[0]) if len(found) == 1 and "@" in found[0] else ""


def is_proven(head: Message, key: str) -> bool:
    """Whether the server named in QA_REPLY_AUTHSERV confirms that the mail is from the domain of *key*; always without one.

    DMARC counts where that server looked for it; else a DKIM signature or SPF of the same registered domain does.
    What other servers say is ignored. A server adds its results above those that came with the mail, so the first counts.
    """
    trusted = settings().reply_authserv.lower()
    if not trusted:
        return True
    domain = registrable(ascii_host(key.rpartition("@")[2]))
    verdicts: dict[str, bool] = {}
    for raw in head.get_all("Authentication-Results", [])[:AUTH_MOST]:
        for method, passed in _results(str(raw), trusted, domain):
            verdicts.setdefault(method, passed)
    if "dmarc" in verdicts:
        return verdicts["dmarc"]
    return verdicts.get("dkim", False) or verdicts.get("spf", False)


def _results(raw: str, trusted: str, domain: str) -> list[tuple[str, bool]]:
    """Each method of one header with whether it passed for *domain*; none where another server wrote it."""
    line = " ".join(raw[:HEADER_MOST].lower().split())
    for _depth in range(3):
        line = _COMMENT.sub(" ", line)
    name, *parts = line.split(";")
    if name.split()[:1] != [trusted]:
        return []
    found: list[tuple[str, bool]] = []
    for part in parts:
        match = _RESULT.match(part.strip())
        if match is None or match[1] not in ("dmarc", "dkim", "spf"):
            continue
        if match[1] == "dmarc":
            if match[2] != "none":
                found.append(("dmarc", match[2] == "pass"))
            continue
        whose = _OF.search(part)
        aligned = whose is not None and registrable(ascii_host(whose[1])) == domain
        found.append((match[1], match[2] == "pass" and aligned))
    # Of several signatures one that is good is enough.
    return sorted(found, key=lambda one: not one[1])
