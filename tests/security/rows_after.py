"""Who may call the views of a question's date and outcome, and thank: its asker alone; and what a member keeps to themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.security.policy import Row

LATER = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()

ROWS: tuple[Row, ...] = (
    Row("questions.date", "GET", "/q/{question}/date", "asker"),
    Row("questions.move", "POST", "/q/{question}/date", "asker", 302, {"date": LATER, "time": "17:00", "reason": "A week later"}),
    Row("questions.outcome", "GET", "/q/{ended}/outcome", "asker"),
    Row("answers.thanks", "GET", "/q/{question}/thanks", "asker"),
    Row("answers.hold", "POST", "/a/{answer}/held", "asker", 302, {"held": "yes"}),
    Row("recognition.keep_topic", "POST", "/recognition/topics", "member", 302, {"topic": "{tag}", "do": "hide"}),
    Row("questions.record", "POST", "/q/{ended}/outcome", "asker", 302, {"body": "We went with six."}),
)  # fmt: skip
