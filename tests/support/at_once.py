"""Browsers that act at the same instant, each in a thread of its own with a connection of its own."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from werkzeug.test import TestResponse

from qa.core.db import db
from qa.members.models import Member
from tests.support.browser import Browser

PATIENCE = 30.0

Act = Callable[[Browser], TestResponse]


class Crowd:
    """Browsers that act at once; ``seen`` counts every status that came back."""

    def __init__(self, app: Flask, handles: Sequence[str]) -> None:
        self.app = app
        self.browsers: list[Browser] = []
        for handle in handles:
            browser = app.test_client()
            assert isinstance(browser, Browser)
            self.browsers.append(browser.sign_in(db.session.query(Member).filter_by(handle=handle).one()))
        db.session.rollback()

    def at_once(self, *acts: Act) -> list[TestResponse]:
        """Let the n-th browser do the n-th act (the last one for all that have none), all begun together."""
        barrier = threading.Barrier(len(self.browsers))

        def run(number: int) -> TestResponse:
            with self.app.app_context():
                barrier.wait(PATIENCE)
                try:
                    return acts[min(number, len(acts) - 1)](self.browsers[number])
                finally:
                    db.session.remove()

        with ThreadPoolExecutor(len(self.browsers)) as pool:
            return list(pool.map(run, range(len(self.browsers))))


def statuses(responses: Sequence[TestResponse]) -> Counter[int]:
    return Counter(response.status_code for response in responses)


def post(path: str, **data: str) -> Act:
    return lambda browser: browser.post(path, data=data)
