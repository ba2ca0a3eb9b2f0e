"""The two walls behind which HTML may be stored: bleach, then nh3, with one closed allow-list."""

from __future__ import annotations

import re
import threading
from urllib.parse import urlsplit

import bleach
import nh3

from qa.core.bounds import TooComplex, TooLong

HL_CLASSES = frozenset({"hl-c", "hl-k", "hl-s", "hl-n", "hl-add", "hl-del"})
TAGS = frozenset(
    "p br hr h3 h4 h5 h6 blockquote ul ol li dl dt dd pre code kbd em strong s sup sub a span "
    "div table thead tbody tr th td".split()
)
DIR_TAGS = frozenset("p li dt dd blockquote th td h3 h4 h5 h6".split())
REL = "nofollow noopener noreferrer"
SCHEMES = frozenset({"http", "https", "mailto"})
CLASSES = {
    "div": frozenset({"l-scroll"}),
    "th": frozenset({"u-num"}),
    "td": frozenset({"u-num"}),
    "span": HL_CLASSES,
}
VALUES = {tag: {"dir": {"auto"}} for tag in sorted(DIR_TAGS)}
VALUES["th"]["scope"] = {"col"}
VALUES["div"] = {"role": {"group"}, "tabindex": {"0"}}
VALUES["pre"] = {"role": {"group"}, "tabindex": {"0"}, "dir": {"ltr"}}
FREE = {"a": {"href"}, "div": {"aria-label"}, "pre": {"aria-label"}, "ol": {"start"}}

MAX_HTML = 1_048_576
MAX_MARKS = 20_000
"""Tags and character references: what bleach's time is made of (about 10 µs each)."""
MAX_DEPTH = 60

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)(?: [^<>]*)?>")
_VOID = frozenset({"br", "hr"})
_START = re.compile(r"[0-9]{1,9}")
_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\.?"
_URL = re.compile(rf"https?://{_HOST}(?::[0-9]{{1,5}})?(?:[/?#][!#-;=?-\[\]^_a-z|{{}}~]*)?", re.I)
_MAIL = re.compile(
    rf"mailto:[A-Za-z0-9.!#$%&'*+/=?^_{{|}}~-]{{1,64}}@{_HOST}(?:\?[!#-;=?-\[\]^_a-z|{{}}~]*)?", re.I
)
_local = threading.local()


def sanitize(html: str) -> str:
    """*html* with nothing left but the allow-list, by bleach and then by nh3.

    bleach is quadratic on nested HTML, so what reaches it is bounded in size and depth, and balanced.
    Raises TooLong or TooComplex beyond those bounds.
    """
    depth = _depth(html)
    if depth is None:
        html = _nh3().clean(html)
        depth = _depth(html)
    if depth is None or depth > MAX_DEPTH:
        raise TooComplex()
    return _nh3().clean(bleach_wall(html))


def bleach_wall(html: str) -> str:
    """The first wall. A new Cleaner a call: a shared one mixes up the texts of two threads."""
    cleaner = bleach.Cleaner(tags=TAGS, attributes=_allowed, protocols=SCHEMES, strip_comments=True)
    return cleaner.clean(html)


def nh3_wall(html: str) -> str:
    """The second wall."""
    return _nh3().clean(html)


def may_link_to(url: str) -> bool:
    """Whether *url* (already percent-encoded) is an absolute http, https or mailto address that both walls keep."""
    if len(url) > 2000 or not (_URL.fullmatch(url) or _MAIL.fullmatch(url)):
        return False
    try:
        urlsplit(url)
    except ValueError:
        return False
    return " href=" in _nh3().clean('<a href="{}">'.format(url.replace("&", "&amp;")))


def _allowed(tag: str, name: str, value: str) -> bool:
    if name == "class":
        return value in CLASSES.get(tag, ())
    if name == "href":
        return tag == "a" and may_link_to(value)
    if name == "rel":
        return tag == "a" and value == REL
    if name == "start":
        return tag == "ol" and _START.fullmatch(value) is not None
    return name in FREE.get(tag, ()) or value in VALUES.get(tag, {}).get(name, ())


def _depth(html: str) -> int | None:
    """Deepest nesting of *html*, or None where its tags are not balanced in the way our renderer writes them."""
    if len(html) > MAX_HTML:
        raise TooLong(MAX_HTML, len(html))
    if (marks := html.count("<")) + html.count("&") > MAX_MARKS:
        raise TooComplex()
    stack: list[str] = []
    deepest = seen = 0
    for match in _TAG.finditer(html):
        seen += 1
        closing, tag = match.groups()
        if closing:
            if not stack or stack.pop() != tag:
                return None
        elif tag not in _VOID:
            stack.append(tag)
            deepest = max(deepest, len(stack))
    return deepest if seen == marks and not stack else None


def _nh3() -> nh3.Cleaner:
    cleaner: nh3.Cleaner | None = getattr(_local, "cleaner", None)
    if cleaner is None:
        cleaner = _local.cleaner = nh3.Cleaner(
            tags=TAGS,
            attributes=FREE,
            tag_attribute_values=VALUES,
            allowed_classes=CLASSES,
            url_schemes=SCHEMES,
            url_relative="deny",
            link_rel=REL,
        )
    return cleaner
