"""Who may call which view: one row a route and method. A route without its row fails the build.

The rows of the slices that let people in, prove who they are and moderate stand in files of their own.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.security.policy import Row
from tests.security.rows_after import ROWS as AFTER
from tests.security.rows_circles import ROWS as CIRCLES
from tests.security.rows_feeds import ROWS as FEEDS
from tests.security.rows_feeds import SPECIAL as READ_BY_ADDRESS
from tests.security.rows_mails import ROWS as MAILS
from tests.security.rows_moderation import ROWS as MODERATION
from tests.security.rows_more import ROWS as MORE
from tests.security.rows_more import SPECIAL as ASKED_ANEW
from tests.security.rows_operation import ROWS as OPERATION
from tests.security.rows_reply import ROWS as RETURNED
from tests.security.rows_routing import ROWS as ROUTING
from tests.security.rows_signin import ROWS as SIGNIN
from tests.security.rows_statements import ROWS as STATEMENTS
from tests.security.rows_statements import SPECIAL as READ_BY_CODE
from tests.security.rows_trust import ROWS as TRUST
from tests.security.rows_vetting import ROWS as VETTING

DUE = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()


WORDS = {
    "title": "Another question that is long enough?",
    "body": "More words.",
    "purpose": "board",
    "tags": "vendor audits",
}
ASK = {
    **WORDS, "date": DUE, "time": "17:00", "answers_wanted": "8", "circle_id": "{everyone}", "exposure": "named",
    "do": "post",
}  # fmt: skip
REPLY = {"body": "Ten of 40.", "basis": "did", "quote": "role", "exposure": "named"}
PROFILE = {"name": "Some Body", "timezone": "UTC", "theme": "dark"}
DEAD = {"password": "kestrels over the quay", "again": "kestrels over the quay"}


ROWS = (
    Row("static", "GET", "/static/none.css", "public", 404),
    Row("health.healthz", "GET", "/healthz", "public"),
    Row("health.readyz", "GET", "/readyz", "public"),
    Row("pages.about", "GET", "/about", "public"),
    Row("pages.patterns", "GET", "/-/patterns", "public", also={"anonymous": 404, "left": 404}),
    Row("home.index", "GET", "/", "public", also={"applicant": 302, "declined": 302, "suspended": 302}),
    # the door
    Row("members.login", "GET", "/login", "public", 302, also={"anonymous": 200, "left": 200}),
    Row("members.sign_in", "POST", "/login", "public", 422, {"email": "x@peers.example", "password": "wrong"}, changes=False),
    Row("members.logout", "GET", "/logout", "public", also={"anonymous": 302, "left": 302}),
    Row("members.sign_out", "POST", "/logout", "public", 303, changes=False),
    Row("members.forgotten", "GET", "/forgotten", "public"),
    Row("members.ask_for_link", "POST", "/forgotten", "public", 200, {"email": "ana@peers.example"}),
    Row("members.reset", "GET", "/reset/dead", "public", 410),
    Row("members.choose", "POST", "/reset/dead", "public", 410, DEAD, changes=False),
    # one's own
    Row("members.standing", "GET", "/standing", "account", 302, also={"applicant": 200, "declined": 200, "suspended": 200}),
    Row("members.settings", "GET", "/settings", "account"),
    Row("members.save_settings", "POST", "/settings", "account", 303, PROFILE),
    Row("members.password", "GET", "/settings/password", "account"),
    Row("members.change_password", "POST", "/settings/password", "account", 422, {"old": "wrong", **DEAD}, changes=False),
    Row("members.device_list", "GET", "/settings/devices", "account"),
    Row(
        "members.end_device", "POST", "/settings/devices/{spare}/end", "own", 303, changes=False, owner="asker",
        also={"applicant": 404, "declined": 404, "suspended": 404},
    ),
    Row("members.end_other_devices", "POST", "/settings/devices/end", "account", 303, changes=False),
    Row("questions.drafts", "GET", "/drafts", "member"),
    Row("questions.save_draft", "POST", "/drafts", "member", 302, {"title": "A title"}),
    Row("questions.discard_draft", "POST", "/drafts/{draft}/discard", "own", 302, owner="asker"),
    Row("notifications.index", "GET", "/notifications", "member"),
    Row("notifications.see", "POST", "/notifications/seen", "member", 303, {"upto": "999"}, changes=False),
    # people
    Row("members.directory", "GET", "/members", "member"),
    Row("members.profile", "GET", "/m/dan", "member"),
    Row("recognition.show", "GET", "/m/dan/recognition", "member"),
    Row("members.circles", "GET", "/circles", "member"),
    # questions
    Row("questions.index", "GET", "/questions", "member"),
    Row("questions.tags", "GET", "/tags", "member"),
    Row("questions.tag", "GET", "/t/{tag}", "circle"),
    Row("questions.suggest", "GET", "/tags/suggest?q=v", "member"),
    Row("search.index", "GET", "/search?q=vendors", "member"),
    Row("search.saved", "GET", "/search/saved", "member"),
    Row("search.save", "POST", "/search/saved", "member", 303, {"q": "vendors", "circle": "{circle}"}),
    Row("search.remove", "POST", "/search/saved/{saved}/removal", "own", 303, owner="asker"),
    Row("questions.ask", "GET", "/ask", "member"),
    Row("questions.post", "POST", "/ask", "member", 302, ASK, posts=True),
    Row("questions.similar", "GET", "/ask/similar?title=vendors", "member"),
    Row("questions.similar_to", "POST", "/ask/similar", "member", 200, {"title": "vendors", "body": "Which?"}, changes=False),
    Row("questions.preview", "POST", "/preview", "member", 200, {"body": "x"}, changes=False),
    Row("questions.show_short", "GET", "/q/{question}", "circle", 302),
    Row("questions.show", "GET", "/q/{question}/how-many-critical-vendors-do-you-audit-each-year", "circle", notes=True),
    Row("questions.history", "GET", "/q/{question}/history", "circle"),
    Row("questions.edit", "GET", "/q/{question}/edit", "asker"),
    Row("questions.save", "POST", "/q/{question}/edit", "asker", 302, {**WORDS, "exposure": "named", "base": "2"}),
    Row("questions.close", "POST", "/q/{question}/closure", "asker", 302),
    Row("questions.withdraw", "POST", "/q/{other}/withdrawal", "asker", 302),
    Row("questions.same", "GET", "/q/{question}/same", "asker", also={"steward": 200, "moderator": 200}),
    Row("questions.link", "POST", "/q/{question}/same", "asker", 302, {"other": "{twin}"}, also={"steward": 302, "moderator": 302}),
    Row("questions.unlink", "POST", "/q/{question}/same/{other}/end", "asker", 302, also={"steward": 302, "moderator": 302}),
    Row("questions.end", "POST", "/a/{answer}/endings", "own", 302, {"ask": "{asked}"}, owner="inside"),
    Row("questions.end_at", "POST", "/q/{question}/endings", "own", 302, {"ask": "{asked}"}, owner="inside"),
    # answers
    Row("answers.give", "POST", "/q/{question}/answers", "circle", 302, REPLY, also={"asker": 422, "answerer": 422}, posts=True),
    Row("answers.show", "GET", "/a/{answer}", "circle", 302),
    Row("answers.edit", "GET", "/a/{answer}/edit", "answerer"),
    Row("answers.save", "POST", "/a/{answer}/edit", "answerer", 302, {**REPLY, "base": "2"}),
    Row("answers.history", "GET", "/a/{answer}/history", "circle"),
    Row("answers.confirmation", "GET", "/a/{answer}/confirmation", "answerer"),
    Row("answers.confirm", "POST", "/a/{answer}/confirmation", "answerer", 302, {"still": "yes"}),
    Row("answers.withdraw", "POST", "/a/{answer}/withdrawal", "answerer", 302),
    Row("answers.marks", "GET", "/a/{answer}/marks", "circle"),
    Row("answers.mark", "POST", "/a/{answer}/marks", "circle", 302, {"mark": "helpful"}, also={"answerer": 422}, posts=True),
    Row("answers.comment_question", "POST", "/q/{question}/comments", "circle", 302, {"body": "And then?"}, posts=True),
    Row("answers.comment_answer", "POST", "/a/{answer}/comments", "circle", 302, {"body": "And then?"}, posts=True),
    Row("answers.withdraw_comment", "POST", "/comments/{comment}/withdrawal", "answerer", 302),
    *AFTER, *VETTING, *SIGNIN, *CIRCLES, *MODERATION, *RETURNED, *ROUTING, *MORE, *FEEDS, *OPERATION, *MAILS, *STATEMENTS, *TRUST,
)  # fmt: skip

SPECIAL = (
    Row("answers.mark used", "POST", "/a/{answer}/marks", "asker", 302, {"unmark": "used"},
        also={"inside": 302, "moderator": 302, "steward": 302, "answerer": 302, "lapsed": 302}),
    Row("questions.post into the circle", "POST", "/ask", "circle", 302, {**ASK, "circle_id": "{circle}"},
        also={"outside": 422, "moderator outside": 422, "admin": 422, "former": 422}, posts=True),
    Row("answers draft", "POST", "/drafts", "circle", 302, {"question_id": "{question}", "body": "Some words"}),
    Row("listed circle", "GET", "/c/inner", "member"),
    Row("circle filter", "GET", "/members?circle=inner", "circle"),
    Row("draft", "GET", "/ask?draft={draft}", "own", owner="asker"),
    *READ_BY_ADDRESS, *ASKED_ANEW, *READ_BY_CODE,
)  # fmt: skip
"""Rights that a route alone does not show."""

NOT_HERE = frozenset({"static"})
