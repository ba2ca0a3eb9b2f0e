"""The log: one short line of JSON an event, whatever is in it, without secrets (RELIABILITY I6)."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from flask import Flask

from qa.config import Settings
from qa.core import log

HOSTILE = {
    "newlines": 'one\ntwo\r\n{"event": "forged"}\u2028three\u2029four\x85five',
    "ansi": "\x1b[2J\x1b[31mred\x1b[0m\x07\x9b31m",
    "bidi": "\u202eelif\u202c\u2066\u200f",
    "surrogate": "\ud800\udfff",
    "nul": "\x00\x01",
    "long": "x" * 1_000_000,
    "wide": "\U0001f600" * 100_000,
    "quotes": '"}\n{"event": "forged", "level": "critical',
    "bytes": b"\xff\xfe\n\x00" * 1000,
    "deep": [[[[[[[["bottom"]]]]]]]],
    "many": {f"key{n}\n": "v" * 500 for n in range(1000)},
    "object": object(),
}


@pytest.fixture(autouse=True)
def configured() -> Iterator[None]:
    """The log as the site has it, and afterwards as it was."""
    before = structlog.get_config()
    log.configure("info")
    yield
    structlog.configure(**before)
    structlog.contextvars.clear_contextvars()


def lines(captured: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """What was logged: each line whole, ASCII, short, and an object."""
    text = captured.readouterr().err
    assert text.isascii()
    assert all(character == "\n" or character >= " " for character in text)
    found = text.split("\n")
    assert found.pop() == ""
    assert all(len(line) < log.LINE_MAX for line in found)
    return [json.loads(line) for line in found]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_values_stay_within_one_line(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger().warning("arrived", value=HOSTILE[name], again={"inner": HOSTILE[name]})
    (line,) = lines(capsys)
    assert line["event"] == "arrived"
    assert line["level"] == "warning"
    assert "value" in line


@pytest.mark.parametrize("name", HOSTILE)
def test_the_standard_librarys_records_too(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("some.library").error("arrived: %s", HOSTILE[name])
    (line,) = lines(capsys)
    assert line["logger"] == "some.library"
    assert line["event"].startswith("arrived: ")


def test_all_hostile_values_at_once_are_cut_but_the_event_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger().info("arrived", **HOSTILE, **{f"n{number}": "y" * 999 for number in range(200)})
    (line,) = lines(capsys)
    assert line["event"] == "arrived"


SECRETS = (
    "password",
    "old_password",
    "passwd",
    "token",
    "csrf_token",
    "Cookie",
    "set-cookie",
    "Authorization",
    "secret_key",
    "api_key",
    "body",
    "session",
)


@pytest.mark.parametrize("name", SECRETS)
def test_secrets_are_masked_at_any_depth_and_others_are_not(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    structlog.get_logger().info("form", **{name: "hunter2", "fields": {name: ["hunter2"], "title": "kept"}})
    (line,) = lines(capsys)
    assert line[name] == line["fields"][name] == log.MASK
    assert line["fields"]["title"] == "kept"


def test_addresses_lose_their_passwords(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger().info("down", url="postgresql://quorum:hunter2@db.example/quorum")
    assert lines(capsys)[0]["url"] == "postgresql://***@db.example/quorum"


def test_a_traceback_keeps_its_end_and_hides_statement_values(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise ValueError("no such row [parameters: ('hunter2',)]")
    except ValueError:
        structlog.get_logger().exception("failed")
    (line,) = lines(capsys)
    assert line["level"] == "error"
    assert line["exception"].startswith("Traceback")
    assert "no such row" in line["exception"]
    assert "hunter2" not in line["exception"]


def test_below_the_level_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger().debug("quiet")
    assert lines(capsys) == []
    log.configure("debug")
    structlog.get_logger().debug("loud")
    assert lines(capsys)[0]["event"] == "loud"


# Requests


def site(**values: Any) -> Flask:
    """A site with a page for everybody and one whose address carries a token."""
    app = Flask(__name__)
    app.config["QUORUM"] = Settings(mode="test", **values)
    log.init_app(app)
    app.add_url_rule("/page", "page", lambda: "page", methods=["GET", "POST"])
    app.add_url_rule("/reset/<token>", "reset", lambda token: "reset")
    app.add_url_rule("/q/<question_id>", "question", lambda question_id: "question")
    return app


def test_each_request_is_one_line_with_its_number(capsys: pytest.CaptureFixture[str]) -> None:
    client = site().test_client()
    answers = [client.get("/page?q=hunter2"), client.get("/none")]
    found = lines(capsys)
    assert [(line["path"], line["status"]) for line in found] == [("/page", 200), ("/none", 404)]
    assert [line["request_id"] for line in found] == [answer.headers["X-Request-ID"] for answer in answers]
    assert found[0]["request_id"] != found[1]["request_id"]
    assert found[0]["ms"] >= 0


def test_a_token_in_an_address_is_masked_and_an_id_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    client = site().test_client()
    client.get("/reset/hunter2")
    client.get("/q/42")
    assert [line["path"] for line in lines(capsys)] == ["/reset/***", "/q/42"]


def test_hostile_headers_and_forms_leave_one_clean_line(capsys: pytest.CaptureFixture[str]) -> None:
    headers = {"X-Request-ID": "forged-by-a-visitor", "User-Agent": "a" * 100_000, "Referer": "\x1b[31m"}
    site().test_client().post("/page", headers=headers, data={"password": "hunter2", "body": "b" * 100_000})
    (line,) = lines(capsys)
    assert "hunter2" not in json.dumps(line)
    assert line["request_id"] != "forged-by-a-visitor"


def test_behind_a_trusted_proxy_its_request_number_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    client = site(proxies=1).test_client()
    client.get("/page", headers={"X-Request-ID": "0123456789abcdef"})
    client.get("/page", headers={"X-Request-ID": "not one!"})
    first, second = lines(capsys)
    assert first["request_id"] == "0123456789abcdef"
    assert second["request_id"] != "not one!"
