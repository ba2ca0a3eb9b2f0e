"""The log: one JSON object a line on standard error, at most 4 KB, without secrets.

A line is ASCII, so no text of a visitor can break it, colour a terminal or turn its direction; and it
is short enough for the system to write it whole, though several processes share one pipe.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import time
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog
from flask import Flask, Response, g, request

LINE_MAX = 4096
"""Bytes of a line with its end: what POSIX writes to a pipe in one piece."""
CUTS = (1000, 200, 40)
"""Characters left of each value, tried in turn until the line is short enough."""
DEPTH_MAX = 4
MASK = "***"

_SECRET = re.compile(
    r"passw|secret|token|cookie|authori[sz]ation|csrf|api_?key|^body$|^session$", re.IGNORECASE
)
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+(?=@)")
_PARAMETERS = re.compile(r"\[parameters: .*", re.DOTALL)
_TOKEN = re.compile(r"[\w-]{32,}")
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")

access = structlog.get_logger("qa.request")


class _Stderr:
    """A logger that looks standard error up at each line, because tests and servers exchange it."""

    def msg(self, line: str) -> None:
        sys.stderr.write(line + "\n")
        sys.stderr.flush()

    debug = info = warning = error = critical = exception = fatal = msg


def init_app(app: Flask) -> None:
    """Configure the log by *app*'s settings, number its requests and log each of them."""
    configure(app.config["QUORUM"].log_level)
    app.before_request(_begin)
    app.after_request(_end)


def configure(level_name: str) -> None:
    """Send structlog's and the standard library's records of *level_name* and above to standard error."""
    level = logging.getLevelNamesMapping().get(level_name.upper(), logging.INFO)
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, *_PROCESSORS, _render],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_names: _Stderr(),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.setLevel(max(level, logging.WARNING))
    if not any(isinstance(handler, _Handler) for handler in root.handlers):
        root.addHandler(_Handler())


class _Handler(logging.Handler):
    """Turns the standard library's records into the same lines."""

    def emit(self, record: logging.LogRecord) -> None:
        event = {"event": record.getMessage(), "logger": record.name, "exc_info": record.exc_info}
        for processor in _PROCESSORS:
            event = processor(None, record.levelname.lower(), event)
        _Stderr().msg(_render(None, record.levelname.lower(), event))


def _stamp(_logger: Any, method: str, event: MutableMapping[str, Any]) -> Any:
    event["level"] = "error" if method == "exception" else method
    event["at"] = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime()) + "Z"
    return event


_PROCESSORS: tuple[Any, ...] = (_stamp, structlog.processors.format_exc_info)


def _render(_logger: Any, _method: str, event: Mapping[str, Any]) -> str:
    """*event* as one line of JSON within LINE_MAX, its longest values cut first."""
    for cut in CUTS:
        line = json.dumps(
            {_cut(key, cut): _clean(key, value, cut) for key, value in event.items()}, default=repr
        )
        if len(line) < LINE_MAX:
            return line
    kept = ("at", "level", "event", "request_id")
    return json.dumps({key: _clean(key, event[key], CUTS[-1]) for key in kept if key in event}, default=repr)


def _clean(key: str, value: Any, cut: int, depth: int = 0) -> Any:
    """*value* without secrets, its texts at most *cut* characters; numbers and None stay as they are."""
    if _SECRET.search(str(key)):
        return MASK
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, Mapping) and depth < DEPTH_MAX:
        return {_cut(k, cut): _clean(str(k), v, cut, depth + 1) for k, v in list(value.items())[:20]}
    if isinstance(value, (list, tuple, set, frozenset)) and depth < DEPTH_MAX:
        return [_clean("", item, cut, depth + 1) for item in list(value)[:20]]
    return _cut(value, cut)


def _cut(value: Any, cut: int) -> str:
    text = value if isinstance(value, str) else repr(value)
    if "://" in text:
        text = _CREDENTIALS.sub(MASK, text)
    if "[parameters: " in text:
        text = _PARAMETERS.sub("[parameters hidden]", text)
    if len(text) <= cut:
        return text
    # A traceback says most at its end, everything else at its beginning.
    return "..." + text[-cut:] if text.startswith("Traceback") else text[:cut] + "..."


def _begin() -> None:
    g.began = time.perf_counter()
    g.request_id = _request_id()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _request_id() -> str:
    """The proxy's id of this request where a trusted proxy gives one, else a new one."""
    from qa.config import settings

    given = request.headers.get("X-Request-ID", "")
    if settings().proxies and _REQUEST_ID.fullmatch(given):
        return given
    return secrets.token_hex(8)


def _end(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.get("request_id", "")
    access.info(
        "request",
        method=request.method,
        path=_path(),
        status=response.status_code,
        ms=round(1000 * (time.perf_counter() - g.get("began", time.perf_counter())), 1),
    )
    return response


def _path() -> str:
    """The request's path without its query, and without single-use tokens that are part of it."""
    path = request.path
    if request.url_rule is None:  # a link cut short or opened by the wrong verb still has its token in it
        return _TOKEN.sub(MASK, path)
    for name, value in (request.view_args or {}).items():
        if _SECRET.search(name) or name == "code":
            path = path.replace(str(value), MASK)
    return path
