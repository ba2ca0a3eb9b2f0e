"""Who may call the views of moderation."""

from __future__ import annotations

from tests.security.policy import Row

WHY = {"reason": "Two members ask whether this is a leak"}
OUT = {"moderator outside": 404, "admin": 404}
"""Who moderates, and is not in the circle: the thread is not there for them either."""

ROWS: tuple[Row, ...] = (
    Row("moderation.desk", "GET", "/moderation", "staff"),
    Row("moderation.log", "GET", "/moderation/log", "member"),
    Row("moderation.looks", "GET", "/settings/looks", "account"),
    Row("moderation.ask_for_asker", "GET", "/q/{hidden}/name", "staff", also=OUT),
    Row("moderation.look_at_asker", "POST", "/q/{hidden}/name", "staff", 200, WHY, also=OUT),
    Row("moderation.ask_for_answerer", "GET", "/a/{veiled}/name", "staff", also=OUT),
    Row("moderation.look_at_answerer", "POST", "/a/{veiled}/name", "staff", 200, WHY, also=OUT),
    Row("moderation.suspension", "GET", "/m/dan/suspension", "staff"),
    # The three do the same, and the second finds it done.
    Row(
        "moderation.suspend",
        "POST",
        "/m/dan/suspension",
        "staff",
        303,
        {"kind": "suspended", **WHY},
        changes=False,
    ),
    Row("moderation.reinstate", "POST", "/m/dan/reinstatement", "staff", 422, changes=False),
    Row("moderation.resume", "POST", "/m/dan/invitations", "staff", 422, changes=False),
)
