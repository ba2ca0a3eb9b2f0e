"""Whether time tells that something hidden exists: ``python -m benchmarks.existence_timing``.

A member outside a circle asks in turns for a question of that circle and for one that never was. Printed is the area
under the curve, 0.5 where the two cannot be told apart by their time, and whether status and body are the same.
"""

from __future__ import annotations

import argparse
import os
import re
import secrets
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.seed import Sizes, fill
from benchmarks.serving import running

PORT = 8803
GOAL = (0.45, 0.55)
UNLIKE = re.compile(r"value=\"[\w.-]+\"")
"""Tokens, which differ each time."""


def auc(one: list[float], other: list[float]) -> float:
    """The chance that a time of *one* is above a time of *other* (Mann and Whitney), ties counted half."""
    above = sum(1.0 if a > b else 0.5 if a == b else 0.0 for a in one for b in other)
    return above / (len(one) * len(other))


def prepare(folder: Path, secret: str) -> tuple[str, int]:
    """Seed a community; a member's cookie, and a question that this member may not see."""
    from flask_migrate import upgrade
    from sqlalchemy import select

    from qa import create_app
    from qa.core import tokens, transaction
    from qa.core.db import db
    from qa.members.models import LoginSession, Membership
    from qa.questions.models import Question

    app = create_app(instance=folder, secret_key=secret)
    with app.app_context():
        upgrade()
        made = fill(Sizes(members=200, questions=2_000, answers=6_000, sessions=5))
        hashed = tokens.token_hash(made.tokens[0])
        viewer = db.session.scalars(
            select(LoginSession.member_id).where(LoginSession.token_hash == hashed)
        ).one()
        mine = select(Membership.circle_id).where(Membership.member_id == viewer)
        hidden = db.session.scalars(
            select(Question.id).where(Question.circle_id.not_in(mine)).limit(1)
        ).first()
        if hidden is None:  # everybody is in every circle: the viewer leaves the question's
            question = db.session.scalars(select(Question)).first()
            assert question is not None
            with transaction.unit():
                db.session.query(Membership).filter_by(
                    member_id=viewer, circle_id=question.circle_id
                ).delete()
            hidden = question.id
        serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        cookie = f"quorum={serializer.dumps({'_user_id': made.tokens[0], '_fresh': True})}"
        db.session.remove()
        db.engine.dispose()
    return cookie, hidden


def ask(wire: HTTPConnection, path: str, cookie: str) -> tuple[float, int, str]:
    """Seconds, status and body of one request."""
    began = time.perf_counter()
    wire.request("GET", path, headers={"Cookie": cookie})
    reply = wire.getresponse()
    body = reply.read()
    return time.perf_counter() - began, reply.status, UNLIKE.sub("", body.decode())


def main() -> int:
    """Seed, serve, ask in turns, print; exit 1 outside the goal."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tries", type=int, default=500)
    given = options.parse_args()
    secret = secrets.token_hex(16)
    with tempfile.TemporaryDirectory(prefix="quorum-timing-") as name:
        environ = {"QA_INSTANCE": name, "QA_SECRET_KEY": secret, "QA_LOG_LEVEL": "error"}
        os.environ.update(environ)
        cookie, hidden = prepare(Path(name), secret)
        command = [sys.executable, "-m", "qa", "serve", "--port", str(PORT), "--workers", "1"]
        with running(command, PORT, environ):
            wire = HTTPConnection("127.0.0.1", PORT, timeout=30)
            paths = (f"/q/{hidden}", f"/q/{hidden + 5_000_000}")
            for path in paths * 20:
                ask(wire, path, cookie)
            seen = [[ask(wire, path, cookie) for path in paths] for _ in range(given.tries)]
    times = [[pair[n][0] for pair in seen] for n in (0, 1)]
    found = auc(times[0], times[1])
    same = len({(status, body) for pair in seen for _time, status, body in pair}) == 1
    medians = [sorted(one)[len(one) // 2] * 1000 for one in times]
    print(
        f"hidden {medians[0]:.2f} ms, never {medians[1]:.2f} ms (medians of {given.tries}), status {seen[0][0][1]}"
    )
    print(f"AUC {found:.3f} (goal {GOAL[0]} to {GOAL[1]}); the same status and body: {same}")
    return 0 if same and GOAL[0] <= found <= GOAL[1] else 1


if __name__ == "__main__":
    sys.exit(main())
