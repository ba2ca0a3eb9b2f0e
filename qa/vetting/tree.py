"""The tree of who vouched for whom: each under the first who vouched for them, bounded in size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

SHOWN = 200
"""People on a page."""
PATH_SHOWN = 8
"""Steps up to the root; where there are more, the page begins with the highest of these."""
DEPTH = 12


class Edge(Protocol):
    """A word: who gave it to whom and when; *withdrawn_at* where it was taken back."""

    @property
    def voucher_id(self) -> int: ...
    @property
    def member_id(self) -> int: ...
    @property
    def given_at(self) -> datetime: ...
    @property
    def withdrawn_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Node:
    """A person, those who came by their word, and how many more of them are not shown."""

    member_id: int
    below: tuple[Node, ...] = ()
    more: int = 0


class Tree:
    """The tree of *edges*, the first word first."""

    def __init__(self, edges: Iterable[Edge]) -> None:
        self.words: defaultdict[int, list[Edge]] = defaultdict(list)
        self._below: defaultdict[int, list[int]] = defaultdict(list)
        for edge in edges:
            if not self.words[edge.member_id]:
                self._below[edge.voucher_id].append(edge.member_id)
            self.words[edge.member_id].append(edge)

    def standing(self) -> list[tuple[int, int]]:
        """The words that stand, as (voucher, vouched)."""
        return [
            (one.voucher_id, one.member_id)
            for words in self.words.values()
            for one in words
            if one.withdrawn_at is None
        ]

    def around(self, member_id: int) -> Node:
        """The way from the root down to *member_id*, those beside them, and those below."""
        room = _Room(SHOWN)
        path = self._path(member_id)
        node = self._grown(member_id, room, DEPTH)
        for above in path[1:]:
            others = self._below.get(above, [])
            if node.member_id != member_id:
                node = Node(above, (node,), len(others) - 1)
                continue
            beside = [one for one in others if one != member_id and room.take()]
            shown = [
                node if one == member_id else self._closed(one)
                for one in others
                if one in {*beside, member_id}
            ]
            node = Node(above, tuple(shown), len(others) - len(shown))
        return node

    def whole(self, roots: Iterable[int]) -> list[Node]:
        """All below each of *roots*, until the page is full."""
        room = _Room(SHOWN)
        return [self._grown(root, room, DEPTH) for root in roots if room.take()]

    def _path(self, member_id: int) -> list[int]:
        """*member_id* and those above, the nearest first."""
        path = [member_id]
        while len(path) <= PATH_SHOWN:
            words = self.words.get(path[-1])
            if not words or words[0].voucher_id in path:
                break
            path.append(words[0].voucher_id)
        return path

    def _closed(self, member_id: int) -> Node:
        return Node(member_id, (), len(self._below.get(member_id, [])))

    def _grown(self, member_id: int, room: _Room, depth: int) -> Node:
        below = self._below.get(member_id, [])
        shown = [one for one in below if depth > 0 and room.take()]
        return Node(
            member_id,
            tuple(self._grown(one, room, depth - 1) for one in shown),
            len(below) - len(shown),
        )


class _Room:
    """How many people a page has still room for."""

    def __init__(self, left: int) -> None:
        self.left = left

    def take(self) -> bool:
        """One place, if there is one."""
        self.left -= 1
        return self.left >= 0


def ids(nodes: Iterable[Node]) -> set[int]:
    """All who are shown."""
    found: set[int] = set()
    for node in nodes:
        found |= {node.member_id} | ids(node.below)
    return found
