"""What the tests of signing in share."""

from __future__ import annotations

import shutil

import pytest
from flask import Flask

from qa.core import mail


@pytest.fixture(autouse=True)
def _no_mail_yet(app: Flask) -> None:
    """The mails of an earlier test are gone."""
    assert app
    shutil.rmtree(mail.folder(), ignore_errors=True)
