"""Upgrades that are killed at one moment after another until one ends: ``killed_upgrade INSTANCE MIGRATIONS STEP``.

Each child of this process upgrades the same database and kills itself (SIGKILL) at its n-th event, an event
being a statement or a commit; n grows by STEP. Prints how many were killed.
"""

from __future__ import annotations

import os
import signal
import sys
from itertools import count
from pathlib import Path

import flask_migrate
from flask import Flask
from sqlalchemy import event

from qa import create_app
from qa.core.db import db


def run(app: Flask, folder: str, moment: int) -> None:
    """Upgrade, and die at the *moment*-th event."""
    left = moment

    def strike(*_: object) -> None:
        nonlocal left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    with app.app_context():
        for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
            event.listen(db.engine, name, strike)
        flask_migrate.upgrade(folder)


def main() -> None:
    """Children until one lives to its end."""
    step = int(sys.argv[3])
    # Made once; no connection is open yet, so that no two children share one.
    app = create_app(mode="test", instance=Path(sys.argv[1]), secret_key="test" * 16)
    for killed in count():
        child = os.fork()
        if not child:
            run(app, sys.argv[2], (killed + 1) * step)
            os._exit(0)
        status = os.waitpid(child, 0)[1]
        if not os.WIFSIGNALED(status):
            print(killed)
            sys.exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
