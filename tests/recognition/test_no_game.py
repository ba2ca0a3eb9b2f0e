"""No page, feed or answer ranks people, shows anybody's totals of credit to others, or counts followers, streaks or badges.

Whatever order people stand in, it does not follow from credit: in two worlds that differ in who earned the marks alone,
every list of people has the same bytes. The control shows that a list by credit would be seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from qa.answers import marking
from qa.answers.models import MarkKind
from qa.core import clock, transaction
from qa.core.db import db
from qa.members.models import Member
from tests.conftest import Stage
from tests.security import world
from tests.security.matrix import ROWS
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.crowd import crowd
from tests.support.things import answer, ask

ROOT = Path(__file__).parents[2]
GAME = re.compile(
    r"\b(streaks?|badges?|leader ?boards?|followers?|karma|reputation|high ?scores?|scoreboard|top (?:contributor|member|expert|peer)s?"
    r"|most (?:active|helpful|thanked) (?:member|peer|author)s?|level up|\d[\d,]* (?:points?|pts|credits?))\b",
    re.IGNORECASE,
)
WHO = ("inside", "outside", "moderator", "admin")
TAG_OR_COMMENT = re.compile(r"<[^>]*>|\{#.*?#\}", re.DOTALL)


def texts() -> Iterator[tuple[str, str]]:
    for folder, ending in (("templates", "*.html"), ("templates", "*.txt"), ("qa", "*.py")):
        for path in sorted((ROOT / folder).rglob(ending)):
            words = path.read_text("utf-8")
            if ending == "*.py":
                words = "\n".join(re.findall(r"gettext\(.*?\)|_\w?\(\s*\"[^\"]*\"", words, re.DOTALL))
            yield str(path.relative_to(ROOT)), TAG_OR_COMMENT.sub(" ", words)


def test_no_text_of_ours_speaks_of_a_game() -> None:
    found = []
    for name, words in texts():
        found += [f"{name}: {one[0]}" for one in GAME.finditer(words) if not denies(words, one.start())]
    assert found == []


def denies(words: str, at: int) -> bool:
    """Whether the sentence around *at* says that there is none of it."""
    return bool(re.search(r"\b(no|not|never|nobody|without)\b", words[max(0, at - 80) : at], re.IGNORECASE))


@pytest.mark.parametrize(
    "said", ["A 12 day streak", "Top contributors", "1,240 points", "Leaderboard", "31 followers"]
)
def test_such_a_text_would_be_found(said: str) -> None:
    assert GAME.search(said)


def test_no_address_names_a_ranking(app: Flask) -> None:
    named = re.compile(r"rank|leader|score|top\b|badge|streak|points|follower", re.IGNORECASE)
    rules = [str(rule) for rule in app.url_map.iter_rules()]
    assert len(rules) > 100
    assert [rule for rule in rules if named.search(rule)] == []
    assert named.search("/leaderboard")


# Two worlds


def earned(cast: Cast, best: str) -> None:
    """Six peers marked an answer of *best*'s; Ben and Cleo each gave one, and a question of Dan's has both."""
    with transaction.unit():
        now = clock.now()
        peers = crowd(cast.everyone, 6)
        question = ask(cast.dan, cast.everyone, now=now)
        given = {"ben": answer(cast.ben, question, now=now), "cleo": answer(cast.cleo, question, now=now)}
        for peer in peers:
            marking.give(peer, given[best], MarkKind.PRIOR_ANSWER, now)


LISTS = ("/members", "/members?q=head", "/circles", "/c/everyone", "/tree", "/vetting", "/", "/questions?state=all", "/tags",
         "/moderation/log", "/t/vendor%20audits", "/search?q=vendors", "/search?q=by:ben")  # fmt: skip
VOLATILE = re.compile(r'name="csrf_token" value="[^"]*"|\bnonce="[^"]*"|\d{4}-\d{2}-\d{2}T[\d:.+Z-]+')


def shown(as_: Callable[[Member], Browser], cast: Cast) -> dict[str, str]:
    """Each list as two who earned nothing see it; who stands in it, in its order."""
    found = {}
    for reader in (cast.dan, cast.mo):
        browser = as_(reader)
        for path in LISTS:
            page = browser.get(path)
            people = re.findall(r'href="/m/([a-z0-9-]+)"', page.text)
            found[f"{path} for {reader.handle}"] = " ".join(people) + VOLATILE.sub("", page.text)
    return found


def test_no_list_changes_with_who_earned_credit(
    stage: Stage, app: Flask, cast: Cast, as_: Callable[[Member], Browser]
) -> None:
    worlds = []
    for best in ("ben", "cleo"):
        db.session.remove()
        stage.lay()
        earned(cast, best)
        worlds.append(shown(as_, cast))
        pages = [as_(cast.dan).get(f"/m/{handle}/recognition").text for handle in ("ben", "cleo")]
        assert ["Helped 6 peers" in page for page in pages] == [
            best == "ben",
            best == "cleo",
        ]  # the worlds do differ
    assert [path for path in worlds[0] if worlds[0][path] != worlds[1][path]] == []
    assert sum("/m/ben" in page for page in worlds[0].values()) >= 4  # and the lists do show people


def test_a_list_by_credit_would_be_seen(cast: Cast) -> None:
    """The control: sorted by what was earned the same people stand in another order in the other world."""
    totals = {"ben": {"ben": 6, "cleo": 0}, "cleo": {"ben": 0, "cleo": 6}}
    orders = [sorted(total, key=lambda one: -total[one]) for total in totals.values()]
    assert orders[0] != orders[1]


@pytest.mark.parametrize("who", WHO)
def test_no_page_feed_or_answer_of_the_site_speaks_of_a_game(app: Flask, cast: Cast, who: str) -> None:
    small = world.build(cast)
    browser = world.browsers(app, who)[who]
    found, read = [], 0
    addresses = [small.fill(row.path) for row in ROWS if row.method == "GET"] + [*world.feeds_of(who)]
    for address in dict.fromkeys(addresses):
        page = browser.get(address, follow_redirects=True)
        if page.status_code != 200 or "text/css" in page.content_type:
            continue
        read += 1
        words = TAG_OR_COMMENT.sub(" ", page.text)
        found += [f"{address}: {one[0]}" for one in GAME.finditer(words) if not denies(words, one.start())]
    assert found == []
    assert read > 40
