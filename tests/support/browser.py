"""A test client that fills in the CSRF token as a page's form would, and signs people in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from qa.core import clock, tokens, transaction
from qa.core.db import db
from qa.members.models import LoginSession, Member

CSRF = "an-agreed-secret-of-the-test-session"


class Browser(FlaskClient):
    """A client with ``post`` that sends a valid CSRF token unless ``csrf=False``."""

    application: Flask

    def sign_in(self, member: Member) -> Browser:
        """Carry a session of *member*'s, as if the sign-in page had been passed."""
        token, hashed = tokens.random_token()
        now = clock.now()
        member_id = member.id
        with transaction.unit():
            db.session.add(
                LoginSession(
                    member_id=member_id,
                    token_hash=hashed,
                    device="Firefox on Linux",
                    created_at=now,
                    seen_at=now,
                    expires_at=now + timedelta(days=14),
                    confirmed_at=now,
                )
            )
        with self.session_transaction() as session:
            session["_user_id"] = token
            session["_fresh"] = True
        return self

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request; the test's own session sees the database anew before and after it."""
        db.session.rollback()
        try:
            # A context of its own, as on a server: the test's one would lend its ``g`` to every request.
            with self.application.app_context():
                return super().open(*args, **kwargs)
        finally:
            db.session.rollback()

    def post(self, *args: Any, csrf: bool = True, **kwargs: Any) -> TestResponse:
        """POST with the token in the form, or in the header where the body is JSON."""
        if csrf:
            with self.session_transaction() as session:
                session["csrf_token"] = CSRF
            secret = self.application.config["SECRET_KEY"]
            token = URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(CSRF)
            headers = dict(kwargs.pop("headers", None) or {})
            kwargs["headers"] = {"X-CSRFToken": token, **headers}
        return super().post(*args, **kwargs)
