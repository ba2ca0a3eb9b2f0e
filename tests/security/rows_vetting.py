"""Who may call the views of joining."""

from __future__ import annotations

from tests.security.policy import Row
from tests.support.joining import FORM, PASSWORD

WORD = {"how": "Ran the February shutdown.", "since_year": "2020"}
CHOSEN = {"password": PASSWORD, "again": PASSWORD}
INVITED = {"name": "Hana Mori", "email": "hana@port.example", **WORD}
JOB = {"title": "CISO", "employer": "Nordsee Bank", "pledge": "y"}

ROWS: tuple[Row, ...] = (
    # who is not in yet
    Row("vetting.apply", "GET", "/apply", "public"),
    Row("vetting.send_application", "POST", "/apply", "public", 200, FORM),
    Row("vetting.confirmation", "GET", "/apply/confirm/dead", "public", 410),
    Row("vetting.confirm", "POST", "/apply/confirm/dead", "public", 410, CHOSEN, changes=False),
    Row("vetting.invited", "GET", "/join/dead", "public", 410),
    Row("vetting.join", "POST", "/join/dead", "public", 410, {**FORM, **CHOSEN}, changes=False),
    Row("vetting.reply", "POST", "/standing/reply", "own", 303, {"inquiry_id": "{inquiry}", "reply": "Since 2019"},
        owner="applicant", also={"applicant": 303, "declined": 404, "suspended": 404}),
    Row("vetting.withdraw", "POST", "/standing/withdrawal", "own", 303, owner="applicant",
        also={"applicant": 303, "declined": 404, "suspended": 404}),
    # members
    Row("vetting.index", "GET", "/vetting", "member"),
    Row("vetting.show", "GET", "/vetting/{application}", "member"),
    Row("vetting.show_tree", "GET", "/vetting/tree", "member"),
    # An act ends what the next one would need, so the ones that may are refused for what they say, not for who they are.
    Row("vetting.vouch", "POST", "/vetting/{application}/vouches", "member", 422, {"how": ""}, changes=False),
    Row("vetting.ask", "POST", "/vetting/{application}/inquiries", "member", 422, {"question": ""}, changes=False),
    Row("vetting.stand_aside", "POST", "/vetting/{application}/stances", "member", 303, {"kind": "unknown"},
        also={"answerer": 422}, posts=True),
    Row("vetting.take_back", "POST", "/vouches/{vouch}/withdrawal", "own", 303, {"reason": "I mixed them up"}, owner="answerer"),
    Row("vetting.invitation_list", "GET", "/invitations", "member"),
    Row("vetting.invite", "POST", "/invitations", "member", 303, INVITED, posts=True),
    Row("vetting.revoke", "POST", "/invitations/{invitation}/revocation", "own", 303, owner="asker"),
    Row("vetting.pledge", "GET", "/pledge", "member"),
    Row("vetting.give_pledge", "POST", "/pledge", "member", 303, JOB),
    # moderators
    Row("vetting.admit", "POST", "/vetting/{bare}/admission", "staff", 422, changes=False),
    Row("vetting.decline", "POST", "/vetting/{application}/decline", "staff", 422, {"reason": ""}, changes=False),
)  # fmt: skip
