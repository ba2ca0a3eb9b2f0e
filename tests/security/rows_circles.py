"""Who may call the views of founding circles, entering them, profiles.

Of the hidden circle Stu alone is a steward: what the moderator may do there follows from being a member, no more.
"""

from __future__ import annotations

from tests.security.policy import Row

FOUND = {
    "do": "ask", "name": "Exit planners", "purpose": "Leaving a provider", "cap": "20", "listed": "no", "asked": "ben",
}  # fmt: skip
ASKED = {"answerer": 303, "inside": 303, "moderator": 303}

ROWS: tuple[Row, ...] = (
    Row("members.circle", "GET", "/c/{secret}", "circle"),
    Row("members.found", "GET", "/circles/new", "member"),
    # the form asks one where three are needed: nobody gets further, and nothing is written
    Row("members.gather", "POST", "/circles/new", "member", 422, FOUND, changes=False),
    Row("members.gathering", "GET", "/gatherings/{gathering}", "own", owner="asker",
        also={"answerer": 200, "inside": 200, "moderator": 200}),
    Row("members.answer_gathering", "POST", "/gatherings/{gathering}/answer", "own", 303, {"answer": "no"}, owner="answerer",
        also={**ASKED, "asker": 403}),
    Row("members.ask_another", "POST", "/gatherings/{gathering}/asked", "own", 422, {"member": "nobody of this name"}, owner="asker",
        changes=False, also={"answerer": 403, "inside": 403, "moderator": 403}),
    Row("members.end_gathering", "POST", "/gatherings/{gathering}/end", "own", 303, owner="asker",
        also={"answerer": 403, "inside": 403, "moderator": 403}),
    Row("members.leaving", "GET", "/c/{secret}/leaving", "circle"),
    Row("members.leave", "POST", "/c/{secret}/leaving", "circle", 303, also={"steward": 422}),
    Row("members.ask_in", "POST", "/c/inner/requests", "member", 422, {"words": "I run it too"}, changes=False,
        also={"outside": 303, "moderator outside": 303, "admin": 303, "former": 303}),
    Row("members.invitations", "GET", "/c/{secret}/invitations", "circle"),
    Row("members.invite", "POST", "/c/{secret}/invitations", "circle", 422, {"member": "nobody at all"}, changes=False),
    Row("members.requests", "GET", "/c/{secret}/requests", "steward"),
    Row("members.answer_invitation", "POST", "/entries/{entry}/answer", "own", 303, {"answer": "yes"}, owner="asker"),
    Row("members.take_entry_back", "POST", "/entries/{request}/withdrawal", "own", 303, owner="answerer"),
    Row("members.decide", "POST", "/entries/{request}/decision", "own", 303, {"answer": "no", "reason": "Other trade"},
        owner="steward"),
    Row("members.circle_settings", "GET", "/c/{secret}/settings", "steward"),
    Row("members.save_circle", "POST", "/c/{secret}/settings", "steward", 303,
        {"purpose": "Another", "cap": "30", "listed": "no"}),
    Row("members.circle_member", "GET", "/c/{secret}/members/ana", "steward"),
    Row("members.appoint", "POST", "/c/{secret}/members/ana/steward", "steward", 303, {"steward": "yes"}),
    Row("members.remove", "POST", "/c/{secret}/members/ana/removal", "steward", 303, {"reason": "Sold to us"}),
)  # fmt: skip
