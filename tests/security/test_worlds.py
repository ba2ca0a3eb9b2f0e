"""What is hidden changes no byte of what others get: no count, no order, no suggestion, no error (RELIABILITY B2, B3)."""

from __future__ import annotations

import pytest

from tests.security.served import TOKEN, Reply
from tests.security.world import PRINCIPALS, feeds_of
from tests.security.worlds_apart import INSIDERS, Pair, addresses
from tests.support.breadth import some

UNEQUAL = frozenset({"date", "x-request-id"})
"""Headers that differ from one second to the next."""


def seen(reply: Reply) -> tuple[int, list[tuple[str, str]], str]:
    """A reply without what differs whatever is asked."""
    headers = sorted((name.lower(), value) for name, value in reply.headers if name.lower() not in UNEQUAL)
    return reply.status, headers, TOKEN.sub("", reply.body.decode())


def differs(pair: Pair, who: str, address: str) -> bool:
    """Whether the two worlds look different to *who* at *address*."""
    # Twice at most: between the two requests a minute may have passed that a page counts.
    return not any(same(pair, who, address.replace(" ", "%20")) for _attempt in range(2))


def same(pair: Pair, who: str, path: str) -> bool:
    """Whether both worlds answer *who* alike."""
    full, bare = (seen(one.send(who, "GET", path)) for one in (pair.full, pair.bare))
    assert full[0] < 500, path
    return full == bare


OUTSIDERS = [who for who in PRINCIPALS if who not in INSIDERS]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_byte_differs_for_those_outside(two_worlds: Pair, who: str) -> None:
    asked = [*some(dict.fromkeys(addresses(two_worlds)), 4, OUTSIDERS.index(who)), *feeds_of(who)]
    assert [address for address in asked if differs(two_worlds, who, address)] == []


@pytest.mark.parametrize("who", INSIDERS)
def test_those_inside_see_the_difference_in_every_channel(two_worlds: Pair, who: str) -> None:
    """The twin: pages, lists, search, suggestions and recognition do show it to those whose it is."""
    asked = [*dict.fromkeys(addresses(two_worlds)), *feeds_of(who)]
    for part in ("/q/", "/c/", "/m/hermit", "/search?q=shadowmoor", "/tags/suggest?q=gloa", "/ask/similar", "/circles", "/tags",
                 "/questions?state=all", "/m/ben/recognition", "/members?q=kest", *feeds_of(who)):  # fmt: skip
        assert any(differs(two_worlds, who, one) for one in asked if one.startswith(part)), part
