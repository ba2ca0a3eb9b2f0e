"""The tree of who vouched for whom: around one member, or all of it by its roots."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from qa.core.words import gettext as _
from qa.members.byline import Byline, author_of, byline, departed
from qa.members.models import Exposure, MemberState
from qa.members.queries import profile
from qa.members.viewer import Viewer, current_viewer
from qa.vetting import chains, queries, tree
from qa.vetting.views import bp


@dataclass(frozen=True, slots=True)
class Shown:
    """A person in the tree: *line* says how they came, *tie* that those who vouched stand in one chain."""

    person: Byline
    line: str
    tie: str
    suspended: bool
    waits: bool
    here: bool
    below: tuple[Shown, ...]
    more: int
    more_href: str


@bp.get("/vetting/tree")
def show_tree() -> ResponseReturnValue:
    """Around the viewer, around ?of=handle, or with ?all=1 the whole community, a page of roots at a time."""
    viewer, of = current_viewer(), request.args.get("of", "")
    found = tree.Tree(queries.edges())
    if request.args.get("all"):
        page = queries.roots(request.args.get("page"))
        nodes = found.whole(row.id for row in page.rows)
        return _page(found, nodes, viewer, viewer.id, all=True, previous=page.previous, next=page.next)
    member = profile(of, viewer.id) if of else None
    centre = member.author_id if member is not None else viewer.id
    name = "" if member is None or centre == viewer.id else author_of(member).name
    return _page(found, [found.around(centre)], viewer, centre, name=name)


def _page(found: tree.Tree, nodes: list[tree.Node], viewer: Viewer, centre: int, **words: Any) -> str:
    drawn = _Drawn(found, nodes, viewer, centre)
    given = {"all": False, "name": "", "previous": None, "next": None, **words}
    for way in ("previous", "next"):
        if given[way]:
            given[way] = url_for("vetting.show_tree", all=1, page=given[way])
    return render_template("vetting/tree.html", nodes=drawn.all(nodes), **given)


class _Drawn:
    """A tree for one viewer: all names in one query."""

    def __init__(self, found: tree.Tree, nodes: list[tree.Node], viewer: Viewer, centre: int) -> None:
        self.found, self.viewer, self.centre = found, viewer, centre
        shown = tree.ids(nodes)
        vouchers = {word.voucher_id for one in shown for word in found.words.get(one, ())}
        self.people = queries.people(shown | vouchers)
        self.standing = found.standing()

    def all(self, nodes: Iterable[tree.Node]) -> tuple[Shown, ...]:
        """*nodes* as they are drawn."""
        return tuple(self.one(node) for node in nodes if node.member_id in self.people)

    def one(self, node: tree.Node) -> Shown:
        row = self.people[node.member_id]
        person = self.byline(node.member_id)
        return Shown(
            person,
            self._line(node.member_id, row),
            self._tie(node.member_id),
            row.state == MemberState.SUSPENDED,
            row.state == MemberState.APPLICANT,
            node.member_id == self.centre,
            self.all(node.below),
            node.more,
            url_for("vetting.show_tree", of=row.author_handle) if person.href else "",
        )

    def byline(self, member_id: int) -> Byline:
        """The person as the viewer may see them; without a name where they have left."""
        row = self.people[member_id]
        if row.state == MemberState.LEFT:
            return departed(row.left_at.year if row.left_at else None)
        found = byline(author_of(row), Exposure.NAMED, self.viewer.id)
        return _linkless(found) if row.state == MemberState.APPLICANT else found

    def _line(self, member_id: int, row: Any) -> str:
        """By whose word besides the one above, and when; a word that was taken back is said so."""
        words = self.found.words.get(member_id, [])
        if row.state == MemberState.APPLICANT:
            return _("applied, waits")
        if not words:
            return _("founding member, %(year)s", year=row.joined_at.year)
        year = words[0].given_at.year
        others = [self.byline(word.voucher_id).name for word in words[1:] if word.withdrawn_at is None]
        said = _("with %(name)s, %(year)s", name=", ".join(others), year=year) if others else str(year)
        if any(word.withdrawn_at for word in words):
            return _("%(said)s; a word was taken back", said=said)
        return said

    def _tie(self, member_id: int) -> str:
        """That one of the vouchers came here by another's word."""
        words = [word for word in self.found.words.get(member_id, []) if word.withdrawn_at is None]
        if len(words) < 2:
            return ""
        found = chains.ties(self.standing, [word.voucher_id for word in words])
        if not found:
            return ""
        younger, elder = self.byline(found[0].younger).name, self.byline(found[0].elder).name
        if found[0].direct:
            return _("%(name)s came here by %(elder)s’s word.", name=younger, elder=elder)
        return _("%(name)s came here by words that go back to %(elder)s.", name=younger, elder=elder)


def _linkless(person: Byline) -> Byline:
    return Byline(person.name, person.detail, person.initials, None, person.hidden, person.is_viewer)
