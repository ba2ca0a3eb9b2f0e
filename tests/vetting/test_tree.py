"""The shape of the tree, and who stands in one chain: pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from qa.vetting import chains, tree

START = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Edge:
    voucher_id: int
    member_id: int
    given_at: datetime = START
    withdrawn_at: datetime | None = None


def of(*pairs: tuple[int, int]) -> tree.Tree:
    return tree.Tree([Edge(one, other) for one, other in pairs])


def shape(node: tree.Node) -> object:
    return (node.member_id, [shape(one) for one in node.below], node.more)


def test_each_stands_under_the_first_who_vouched() -> None:
    found = of((1, 3), (2, 3), (1, 2), (3, 4))
    assert [shape(one) for one in found.whole([1])] == [(1, [(3, [(4, [], 0)], 0), (2, [], 0)], 0)]


def test_around_one_are_the_way_up_those_beside_and_those_below() -> None:
    found = of((1, 2), (1, 9), (2, 3), (2, 4), (4, 5), (3, 6))
    assert shape(found.around(3)) == (1, [(2, [(3, [(6, [], 0)], 0), (4, [], 1)], 0)], 1)
    assert shape(found.around(7)) == (7, [], 0)


def test_a_page_is_bounded_in_breadth_and_depth() -> None:
    wide = of(*((1, number) for number in range(2, 500)))
    (node,) = wide.whole([1])
    assert len(tree.ids([node])) == tree.SHOWN
    assert node.more == 499 - tree.SHOWN
    assert len(tree.ids([wide.around(1)])) <= tree.SHOWN + 1
    assert len(tree.ids([wide.around(300)])) <= tree.SHOWN + 2
    deep = of(*((number, number + 1) for number in range(1, 100)))
    assert len(tree.ids([deep.around(50)])) == tree.PATH_SHOWN + 1 + tree.DEPTH


def test_a_circle_ends() -> None:
    found = of((1, 2), (2, 1))
    assert tree.ids([found.around(1)]) == {1, 2}
    assert chains.ties([(1, 2), (2, 1)], [1, 2]) == [chains.Tie(2, 1, True), chains.Tie(1, 2, True)]


def test_words_that_were_taken_back_do_not_stand() -> None:
    found = tree.Tree([Edge(1, 2), Edge(3, 2, withdrawn_at=START + timedelta(days=1))])
    assert found.standing() == [(1, 2)]


def test_ties() -> None:
    edges = [(1, 2), (2, 3), (4, 5)]
    assert chains.ties(edges, [1, 2]) == [chains.Tie(1, 2, True)]
    assert chains.ties(edges, [3, 1]) == [chains.Tie(1, 3, False)]
    assert chains.ties(edges, [3, 5]) == []
    assert chains.ties(edges, [2]) == []
