"""Does a bit of everything at once: computes, contends, syncs, waits for others, sleeps."""

import ctypes
import os
import signal
import socket
import threading
import time
from collections.abc import Callable

LOCK_THREADS = 4
LIBRARY = ctypes.CDLL(None)
NAME = 15  # PR_SET_NAME


def main(folder: str, seconds: float) -> None:
    """Begins a process for each kind of wait, and ends all of them after the time."""
    ends_read, ends_write = os.pipe()
    ours, theirs = socket.socketpair()
    children = [
        _begin("hx-cpu", _compute),
        _begin("hx-lock", _contend),
        _begin("hx-sync", lambda: _sync(f"{folder}/synced")),
        _begin("hx-pipe", lambda: _read_pipe(ends_read)),
        _begin("hx-feed", lambda: _feed(ends_write)),
        _begin("hx-ask", lambda: _ask(ours)),
        _begin("hx-serve", lambda: _serve(theirs)),
        _begin("hx-rest", lambda: _rest(0.017)),
    ]
    _name("hx-main")
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(0.1)  # not at a stretch: a wait that does not end is not counted by a tracer
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _name(name: str) -> None:
    LIBRARY.prctl(NAME, name.encode(), 0, 0, 0)


def _begin(name: str, do: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        _name(name)
        LIBRARY.prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG
        do()
    return child


def _busy(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def _compute() -> None:
    while True:
        _busy(0.023)
        time.sleep(0.019)


def _contend() -> None:
    """Threads that hold one mutex by turns; ctypes lets the others run meanwhile."""
    mutex = ctypes.create_string_buffer(64)

    def turns() -> None:
        while True:
            LIBRARY.pthread_mutex_lock(mutex)
            LIBRARY.usleep(3_000)
            LIBRARY.pthread_mutex_unlock(mutex)
            LIBRARY.usleep(1_000)

    for _ in range(LOCK_THREADS - 1):
        threading.Thread(target=turns, daemon=True).start()
    turns()


def _sync(path: str) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    piece = os.urandom(256 << 10)
    while True:
        os.pwrite(file, piece, 0)
        os.fsync(file)
        time.sleep(0.002)


def _read_pipe(file: int) -> None:
    while os.read(file, 1):
        _busy(0.004)


def _feed(file: int) -> None:
    while True:
        time.sleep(0.011)
        os.write(file, b"x")


def _ask(end: socket.socket) -> None:
    while True:
        end.sendall(b"?")
        end.recv(1)
        time.sleep(0.005)


def _serve(end: socket.socket) -> None:
    while end.recv(1):
        time.sleep(0.013)
        end.sendall(b"!")


def _rest(seconds: float) -> None:
    while True:
        time.sleep(seconds)
