"""Who may call the views of being asked. Cleo ("inside") alone was asked the world's question."""

from __future__ import annotations

from tests.security.policy import Row

WISHES = {"asks_a_week": "3", "away": "", "tags": "", "named": "never"}

ROWS: tuple[Row, ...] = (
    Row("routing.no", "GET", "/q/{question}/no", "own", owner="inside"),
    Row("routing.pass_by", "POST", "/q/{question}/no", "own", 303, owner="inside"),
    Row("routing.pass_on", "GET", "/q/{question}/pass", "own", owner="inside"),
    Row("routing.hand_on", "POST", "/q/{question}/pass", "own", 303, {"member": "stu"}, owner="inside"),
    Row("routing.asks", "GET", "/settings/asks", "member"),
    Row("routing.save_asks", "POST", "/settings/asks", "member", 303, WISHES),
)
