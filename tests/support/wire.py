"""A wire to a server that a test can cut: connections break, and new ones are refused or never answered."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading


class Wire:
    """Forwards 127.0.0.1:*port* to *host*:*to*, or to the socket at the path *host*, as long as it is whole."""

    def __init__(self, host: str, to: int = 0) -> None:
        self.server = (host, to)
        self.cut_off = self.silent = False
        self.pairs: list[tuple[socket.socket, socket.socket]] = []
        self.mute: list[socket.socket] = []
        self.lock = threading.Lock()
        self.listener = self._listen(0)
        self.port = int(self.listener.getsockname()[1])
        self.ended = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def _listen(self, port: int) -> socket.socket:
        made = socket.socket()
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(("127.0.0.1", port))
        made.listen(64)
        return made

    def _accept(self) -> None:
        while not self.ended.is_set():
            try:
                near, _from = self.listener.accept()
            except OSError:
                self.ended.wait(0.02)
                continue
            with self.lock:
                if self.silent:
                    self.mute.append(near)
                    continue
            self._join(near)

    def _join(self, near: socket.socket) -> None:
        try:
            far = self._reach()
        except OSError:
            near.close()
            return
        with self.lock:
            self.pairs.append((near, far))
        threading.Thread(target=self._carry, args=(near, far), daemon=True).start()

    def _reach(self) -> socket.socket:
        if not self.server[0].startswith("/"):
            return socket.create_connection(self.server)
        far = socket.socket(socket.AF_UNIX)
        far.connect(self.server[0])
        return far

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError), selectors.DefaultSelector() as watch:
            watch.register(near, selectors.EVENT_READ, far)
            watch.register(far, selectors.EVENT_READ, near)
            while True:
                for key, _events in watch.select():
                    said = key.fileobj.recv(65_536)  # type: ignore[union-attr]
                    if not said:
                        return _end(near, far)
                    key.data.sendall(said)
        return _end(near, far)

    def cut(self, *, silent: bool = False) -> None:
        """Break what is connected; from now on refuse who comes, or take them in and say nothing."""
        with self.lock:
            self.silent = silent
            if not silent:
                _end(self.listener)  # a mere close would leave it to the thread that waits at it
            pairs, self.pairs = self.pairs, []
        for pair in pairs:
            _end(*pair)

    def mend(self) -> None:
        """Let all through again."""
        with self.lock:
            if not self.silent:
                self.listener = self._listen(self.port)
            self.silent = False
            mute, self.mute = self.mute, []
        _end(*mute)

    def close(self) -> None:
        """End it for good."""
        self.ended.set()
        self.cut()


def _end(*sockets: socket.socket) -> None:
    for one in sockets:
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()
