"""Which browser this is, in plain words, as far as it says so itself."""

from __future__ import annotations

from flask_babel import gettext as _

# The first that is found counts: most browsers also claim to be those further down.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "a Mac"),
    ("Macintosh", "a Mac"),
    ("Linux", "Linux"),
)
LONGEST = 400
"""Characters of the header that are looked at."""


def label(user_agent: str) -> str:
    """Words such as "Firefox on Windows"; what is not known is said so, and nothing of the header itself is kept."""
    seen = user_agent[:LONGEST]
    browser = next((name for mark, name in BROWSERS if mark in seen), "")
    system = next((name for mark, name in SYSTEMS if mark in seen), "")
    if browser and system:
        return _("%(browser)s on %(system)s", browser=browser, system=system)
    return browser or system or _("A browser of unknown make")
