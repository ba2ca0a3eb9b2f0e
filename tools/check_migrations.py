"""Migrate an empty database and say where the models disagree with it; exit 1 if they do."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import flask_migrate
from alembic.util import CommandError

from qa import create_app


def main() -> int:
    """Compare models and migrations; returns the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(mode="test", instance=Path(folder), database_url="")
        with app.app_context():
            flask_migrate.upgrade()
            try:
                flask_migrate.check()
            except (CommandError, SystemExit) as error:
                print(f"The models do not agree with the migrations: {error}")
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
