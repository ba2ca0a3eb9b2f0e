"""Who may call the views of privileges, and who may put others' topics right: staff, and Stu, who is entrusted with it."""

from __future__ import annotations

from tests.security.policy import Row

GIVEN = {"privilege": "vouching", "reason": "Two members ask whether this is a leak"}
NOT_YET = {"inside": 403, "lapsed": 403, "answerer": 403}
ROWS: tuple[Row, ...] = (
    Row("trust.privileges", "GET", "/settings/privileges", "member"),
    Row("trust.index", "GET", "/moderation/privileges", "staff"),
    Row("trust.member", "GET", "/m/dan/privileges", "staff"),
    # The three do the same, and the second finds it done.
    Row("trust.take", "POST", "/m/dan/privileges/removal", "staff", 303, GIVEN, changes=False),
    Row("trust.give_back", "POST", "/m/dan/privileges/return", "staff", 422, changes=False),
    Row("trust.keep", "POST", "/m/dan/privileges/confirmation", "staff", 422, GIVEN, changes=False),
    Row("questions.topics", "GET", "/q/{topical}/topics", "circle", 200, also={**NOT_YET, "asker": 302}),
    Row(
        "questions.change_topics", "POST", "/q/{topical}/topics", "circle", 302, {"tags": "other audits", "base": "1"},
        also={**NOT_YET, "asker": 403}, changes=False,
    ),
    Row("questions.change_back", "POST", "/q/{corrected}/topics/2/reversal", "asker", 302),
)  # fmt: skip
