"""The site that a dump is of: its address, the keys of its posts, and the licence of a post."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from qa.imports.dump import Refused, Row

LICENCE_MAX = 40
_OWN_DOMAIN = {
    "stackoverflow": "stackoverflow.com",
    "serverfault": "serverfault.com",
    "superuser": "superuser.com",
    "askubuntu": "askubuntu.com",
    "stackapps": "stackapps.com",
    "mathoverflow": "mathoverflow.net",
}
_NETWORK = ".stackexchange.com"
_HOST = re.compile(r"(?=.{1,80}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,20}")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,60}[a-z0-9])?")
_CHANGES = (
    (datetime(2011, 4, 8, tzinfo=UTC), "CC BY-SA 2.5"),
    (datetime(2018, 5, 2, tzinfo=UTC), "CC BY-SA 3.0"),
)
"""Until when a licence held for new posts: https://stackoverflow.com/help/licensing"""


@dataclass(frozen=True, slots=True)
class Site:
    """A site by its *host*; *url* has no slash at its end."""

    url: str
    host: str

    @property
    def label(self) -> str:
        """A short name: the host without the network's domain."""
        return self.host.removesuffix(_NETWORK)

    def key(self, kind: str, number: int) -> str:
        """What makes a row of the dump unique here: kind q, a, c, v or used, and its Id there."""
        return f"se:{self.label}:{kind}:{number}"

    def question(self, number: int) -> str:
        """The address of a question."""
        return f"{self.url}/q/{number}"

    def answer(self, number: int) -> str:
        """The address of an answer."""
        return f"{self.url}/a/{number}"

    def user(self, number: int) -> str:
        """The address of an author's page."""
        return f"{self.url}/users/{number}"


def site_at(url: str) -> Site:
    """The site at *url*. Raises Refused for what is no plain http or https address."""
    parts = urlsplit(url.strip().rstrip("/"))
    host = parts.netloc.lower()
    if parts.scheme not in ("http", "https") or parts.path or parts.query or not _HOST.fullmatch(host):
        raise Refused(f"{url!r} is no address of a site; use one like https://gardening.stackexchange.com.")
    return Site(f"{parts.scheme}://{host}", host)


def guess(folder: str) -> Site:
    """The site that a folder's name speaks of: stackexchange-gardening, gardening.stackexchange.com, stackoverflow.

    Raises Refused when the name cannot be a site's.
    """
    label = folder.lower().removeprefix("stackexchange-").removesuffix(_NETWORK)
    if not _LABEL.fullmatch(label):
        raise Refused(f"The folder's name {folder!r} does not say which site this is; give --site-url.")
    if label in _OWN_DOMAIN:
        return site_at(f"https://{_OWN_DOMAIN[label]}")
    known = label in _OWN_DOMAIN.values() or label.endswith((".com", ".net", ".org"))
    return site_at(f"https://{label if known else label + _NETWORK}")


def licence(row: Row, written: datetime) -> str:
    """The licence of a post: as its row says, else by its date."""
    said = " ".join(row.values.get("ContentLicense", "").split())
    if said.startswith("CC ") and len(said) <= LICENCE_MAX:
        return said
    return next((name for until, name in _CHANGES if written < until), "CC BY-SA 4.0")
