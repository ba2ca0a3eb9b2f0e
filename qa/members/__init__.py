"""Members: accounts, sessions, profiles, circles; who somebody is, and what others may see of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Give *app* its sessions, and the pages of signing in, settings, people and circles."""
    from qa.members import entries, letters, resets, sessions  # noqa: F401 - importing adds listeners and jobs
    from qa.members.privileges import models  # noqa: F401 - importing adds the tables
    from qa.members.views import (  # noqa: F401 - importing adds the views
        bp,
        circles,
        door,
        founding,
        people,
        profile,
        settings,
        stewards,
    )
    from qa.members.views import entries as entry_views  # noqa: F401 - as above

    sessions.init_app(app)
    door.init_app(app)
    app.register_blueprint(bp)
