"""Bodies, addresses and headers beyond all measure (RELIABILITY M4), against the real server over TCP."""

from __future__ import annotations

import gzip
import json
import re
import socket
import time
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest

from qa import BODY_LIMIT
from tests.support.live import COOKIE, Live

QUICK = 5.0
"""Seconds of the clock on a busy machine; a refusal itself costs milliseconds."""


class Caller:
    """A signed-in member who sends by hand."""

    def __init__(self, live: Live) -> None:
        self.live = live
        self.cookie = live.cookie("ana")
        response, page = self.get("/ask")
        assert response == 200
        found = re.search(r'name="csrf_token" value="([^"]+)"', page.decode())
        assert found is not None
        self.token = found[1]

    def get(self, path: str) -> tuple[int, bytes]:
        response, body = self.live.request("GET", path, handle_cookie=self.cookie)
        for set_cookie in response.headers.get_all("Set-Cookie") or []:
            if set_cookie.startswith(f"{COOKIE}="):
                self.cookie = set_cookie.partition("=")[2].partition(";")[0]
        return response.status, body

    def post(
        self, path: str, body: bytes, kind: str = "application/x-www-form-urlencoded", **more: str
    ) -> int:
        headers = {"Content-Type": kind, "X-CSRFToken": self.token, **more}
        return self.live.request("POST", path, body, headers, self.cookie)[0].status


@pytest.fixture
def caller(live: Live) -> Iterator[Caller]:
    """Ana; whatever was sent, an ordinary request and an ordinary write go through afterwards, and little memory is held."""
    caller = Caller(live)
    before = live.memory()
    began = time.monotonic()
    yield caller
    assert time.monotonic() - began < QUICK
    assert caller.get("/questions")[0] == 200
    assert caller.post("/preview", b"body=fine") == 200
    assert live.memory() - before < 60_000_000
    assert live.request("GET", "/readyz")[0].status == 200


def test_the_twin_goes_through(caller: Caller) -> None:
    body = urlencode({"body": "x" * 60_000}).encode()
    assert caller.post("/preview", body) == 200
    assert caller.post("/drafts", urlencode({"title": "A title", "body": "x"}).encode()) == 302


@pytest.mark.parametrize("path", ["/ask", "/preview", "/drafts", "/login", "/q/1/answers", "/nothing"])
def test_a_body_over_the_limit_is_refused(caller: Caller, path: str) -> None:
    body = b"body=" + b"x" * (BODY_LIMIT - 4)
    assert caller.post(path, body) in ((404, 405, 413) if path == "/nothing" else (413,))


def test_a_body_that_does_not_say_its_length_is_refused_not_cut_off(caller: Caller) -> None:
    line = socket.create_connection(("127.0.0.1", caller.live.port), 10)
    head = (
        f"POST /preview HTTP/1.1\r\nHost: x\r\nCookie: {COOKIE}={caller.cookie}\r\nX-CSRFToken: {caller.token}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    with line:
        line.sendall(head.encode())
        chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        try:
            for _ in range(40):
                line.sendall(chunk)
            line.sendall(b"0\r\n\r\n")
            answer = line.recv(100)
        except ConnectionError:
            answer = b"HTTP/1.1 413"
    assert answer.split(b" ")[1] in (b"411", b"413")


def test_a_length_that_is_a_lie(caller: Caller) -> None:
    for length in ("-1", "9" * 30, "1e3", "0x10", "5, 6"):
        with socket.create_connection(("127.0.0.1", caller.live.port), 10) as line:
            line.sendall(
                f"POST /preview HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\nbody=x".encode()
            )
            assert line.recv(100).split(b" ")[1] in (b"400", b"413"), length


def test_bodies_of_the_wrong_kind(caller: Caller) -> None:
    deep = b"[" * 100_000 + b"]" * 100_000
    wide = json.dumps({f"k{n}": n for n in range(10_000)}).encode()
    for body in (deep, wide, b'{"body": ' + b"9" * 900_000 + b"}", b"{", b"\xff\xfe", b'"\\ud800"'):
        status = caller.post("/preview", body, "application/json")
        assert status in (200, 400, 413, 415, 422)
    assert (
        caller.post("/preview", gzip.compress(b"body=" + b"x" * 50_000_000), **{"Content-Encoding": "gzip"})
        < 500
    )


def test_ten_thousand_fields(caller: Caller) -> None:
    many = "&".join(f"f{n}=x" for n in range(10_000)).encode()
    assert caller.post("/preview", many) < 500
    assert caller.post("/drafts", b"title=A+title&" + b"&".join([b"tags=x"] * 10_000)) < 500
    assert caller.post("/ask", many) in (422, 413, 400)


def test_numbers_without_end(caller: Caller) -> None:
    number = b"9" * 900_000
    for path, name in (("/ask", b"answers_wanted"), ("/ask", b"circle_id"), ("/drafts", b"draft"), ("/q/1/edit", b"base"),
                       ("/notifications/seen", b"upto"), ("/drafts", b"question_id")):  # fmt: skip
        status = caller.post(path, name + b"=" + number)
        assert status in (302, 400, 403, 404, 422), (path, name, status)
    for path in ("/ask?draft=", "/search?q=x&page=", "/q/", "/a/"):
        assert caller.get(path + "9" * 4000)[0] in (200, 302, 404), path


def multipart(parts: int, size: int, name: str = "body") -> bytes:
    one = f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{"x" * size}\r\n'
    return (one * parts + "--b--\r\n").encode()


def test_parts_without_end(caller: Caller) -> None:
    kind = "multipart/form-data; boundary=b"
    assert caller.post("/preview", multipart(1, 100), kind) == 200
    assert caller.post("/preview", multipart(10_000, 1), kind) == 413
    assert caller.post("/preview", multipart(1, 100, "n" * 100_000), kind) < 500
    long = f"multipart/form-data; boundary={'b' * 5000}"
    assert caller.post("/preview", b"--" + b"b" * 5000 + b"--", long) < 500
    assert caller.post("/preview", b"x" * 900_000, kind) < 500
    headers = b"--b\r\n" + b"X: y\r\n" * 50_000 + b"\r\nx\r\n--b--\r\n"
    assert caller.post("/preview", headers, kind) < 500


def test_addresses_and_headers_without_end(caller: Caller) -> None:
    live = caller.live
    assert live.request("GET", "/search?q=" + "x" * 3000, handle_cookie=caller.cookie)[0].status == 200
    assert live.request("GET", "/" + "x" * 65_536)[0].status in (400, 414)
    assert live.request("GET", "/?" + "x=1&" * 20_000)[0].status in (400, 414)
    assert live.request("GET", "/", headers={"X-Long": "x" * 65_536})[0].status in (400, 431)
    assert live.request("GET", "/", headers={f"X-{n}": "x" for n in range(500)})[0].status in (400, 431)
    assert live.request("GET", "/questions", headers={"Cookie": "quorum=" + "x" * 7000})[0].status in (
        302,
        400,
        431,
    )
    assert live.request("GET", "/", headers={"Accept-Language": "en;q=0." + "9" * 6000})[0].status in (
        200,
        400,
    )
    assert live.request("GET", "/", headers={"Range": "bytes=" + "0-1," * 1500})[0].status in (200, 400)
    assert live.request("GET", "/%" + quote("\udcff", errors="surrogateescape"))[0].status in (400, 404)


def test_lines_that_are_no_http(caller: Caller) -> None:
    for words in (b"\x00" * 100, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00", b"GET / HTTP/1.1\r\nHost\r\n\r\n",
                  b"GET / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"):  # fmt: skip
        with socket.create_connection(("127.0.0.1", caller.live.port), 10) as line:
            line.sendall(words)
            line.shutdown(socket.SHUT_WR)
            answer = line.recv(200)
            assert answer == b"" or answer.split(b" ")[1][:1] in (b"4", b"5"), words
            assert b"Traceback" not in answer
