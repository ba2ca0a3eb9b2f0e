"""A real mail server in a process of its own, which can refuse, stall, drop a mail after its text, or be away.

What it took stands in a file, a JSON object a line. Run as a module it is that server.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections import defaultdict
from dataclasses import asdict, dataclass
from email import message_from_bytes
from pathlib import Path
from typing import Any

WELL, SLOW, DROPS, HANGS, LATER, NEVER = "well", "slow", "drops", "hangs", "later", "never"
ROOT = Path(__file__).parents[2]
SLOWLY = 0.15
"""Seconds that a slow server takes over a text."""


@dataclass(frozen=True)
class Taken:
    """A mail whose text the server had; *acknowledged* whether it said so, *at_once* how many it was taking just then."""

    subject: str
    message_id: str
    acknowledged: bool
    at_once: int


class Post:
    """The server as tests see it, on a port that it keeps through its absences."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port = int(found.getsockname()[1])
        self.log = folder / "taken.jsonl"
        self.log.touch()
        self.process: subprocess.Popen[str] | None = None
        self.be(WELL)

    def be(self, mood: str) -> None:
        """Treat mails so from now on."""
        (self.folder / "mood.new").write_text(mood)
        (self.folder / "mood.new").replace(self.folder / "mood")

    def open(self) -> None:
        """Come (back) to work."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.smtp", str(self.folder), str(self.port)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "open\n"

    def close(self) -> None:
        """Go away."""
        if self.process is not None:
            assert self.process.stdout is not None
            self.process.kill()
            self.process.wait()
            self.process.stdout.close()
            self.process = None

    def taken(self) -> list[Taken]:
        """All mails so far."""
        lines = self.log.read_text().splitlines()
        return [Taken(**json.loads(line)) for line in lines if line]

    def by_subject(self) -> dict[str, list[Taken]]:
        """The same, by the mails' subjects."""
        found: dict[str, list[Taken]] = defaultdict(list)
        for one in self.taken():
            found[one.subject].append(one)
        return found


class Handler:
    """The server's mind."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = os.open(folder / "taken.jsonl", os.O_WRONLY | os.O_APPEND)
        self.under_way = 0

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - the library's name
        mood = (self.folder / "mood").read_text()
        if mood == LATER:
            return "451 4.3.0 Try later"
        if mood == NEVER:
            return "554 5.7.1 Not here"
        self.under_way += 1
        try:
            await asyncio.sleep({HANGS: 3600, SLOW: SLOWLY}.get(mood, 0))
            self._note(envelope.content, mood != DROPS)
        finally:
            self.under_way -= 1
        if mood == DROPS:
            server.transport.abort()
        return "250 OK"

    def _note(self, content: bytes, acknowledged: bool) -> None:
        mail = message_from_bytes(content)
        taken = Taken(mail["Subject"], mail["Message-ID"], acknowledged, self.under_way)
        os.write(self.log, (json.dumps(asdict(taken)) + "\n").encode())


async def _serve(folder: Path, port: int) -> None:
    from aiosmtpd.smtp import SMTP

    handler = Handler(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, hostname="post"), "127.0.0.1", port)
    print("open", flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asyncio.run(_serve(Path(sys.argv[1]), int(sys.argv[2])))
