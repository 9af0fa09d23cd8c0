"""Uvicorn's HTTP/1.1 with limits: it sets none on headers, on how slowly they come, on bodies.

Whatever is malformed is answered once, with 4xx, or the connection is closed; never twice, and
never is a request taken for two.
"""

import asyncio
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from hexascope.server.frame.problem import PROBLEM, problem_bytes

MOST_CONNECTIONS = 4096
MOST_HEADERS = 100
LARGEST_HEAD = 32 * 1024
"""Bytes of all headers of a request, names and values."""

LONGEST_URL = 8 * 1024
HEAD_S = 10.0
"""How long the headers of a request may take, from the connection or their first byte on."""

BODY_GRACE_S = 10.0
SLOWEST = 1024
"""Bytes a second that a body must come with, after a grace."""

UNREAD_S = 60.0
"""How long a client may leave an answer unread."""

MOST_PIPELINED = 16
"""Requests that may wait behind the one that is answered."""

LARGEST_MESSAGE = 80 * 2**20
"""Bytes of a body as it comes over the wire, its chunks' frames included."""

SLICE = 16 * 1024
TICK_S = 1.0


class _State(Enum):
    RESTING = 0
    HEAD = 1
    BODY = 2


class _Refused(Exception):
    """Ends the parsing; the parser wraps it."""


class GuardedHttp(HttpToolsProtocol):
    """One connection."""

    def __init__(self, *words: Any, **named: Any) -> None:
        super().__init__(*words, **named)
        self._state = _State.HEAD
        self._since = self.loop.time()
        self._came = 0
        self._head_bytes = 0
        self._refusal: tuple[int, str] | None = None
        self._ended = False
        self._mine = False
        self._checking: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None

    # the connection

    def connection_made(self, transport: Any) -> None:  # of asyncio, told by uvicorn otherwise
        """Begin the time in which the headers must come."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            self._ended = True
            transport.abort()
            return
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop all clocks."""
        self._ended = True
        self._stop_clocks()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes slice by slice, so that each limit holds within a large piece as well."""
        for begin in range(0, len(data), SLICE):
            if self._ended or self.transport.is_closing():
                return
            if self.transport.get_protocol() is not self:  # it has become a WebSocket
                self._stop_clocks()
                self.transport.get_protocol().data_received(data[begin:])  # type: ignore[attr-defined] # of asyncio's protocols
                return
            self._take(data[begin : begin + SLICE])
        if not self._ended:
            self._watch()

    def _take(self, piece: bytes) -> None:
        self._came += len(piece)
        super().data_received(piece)
        if self._state is _State.HEAD:
            self._head_bytes += len(piece)
            if self._head_bytes > LARGEST_HEAD + 2 * SLICE:
                self._refuse_now(431, f"headers have at most {LARGEST_HEAD} bytes here")
        elif self._state is _State.BODY and self._came > LARGEST_MESSAGE:
            self._refuse_now(413, f"a body has at most {LARGEST_MESSAGE} bytes here")

    # what the parser finds

    def on_message_begin(self) -> None:
        """Begin to count a request's headers."""
        self._enter(_State.HEAD)
        self._head_bytes = 0
        self._mine = False  # the cycle that is there belongs to the request before
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Hold the address to its length."""
        super().on_url(url)
        if len(self.url) > LONGEST_URL:
            self._refuse(414, f"an address has at most {LONGEST_URL} bytes here")

    def on_header(self, name: bytes, value: bytes) -> None:
        """Hold headers to their number and size; what comes behind a body is no header."""
        if self._state is not _State.HEAD:
            return  # a trailer: were it a header, it could change what was checked already
        super().on_header(name, value)
        if len(self.headers) > MOST_HEADERS:
            self._refuse(431, f"a request has at most {MOST_HEADERS} headers here")
        if sum(len(one) + len(other) for one, other in self.headers[-1:]) > LARGEST_HEAD:
            self._refuse(431, f"headers have at most {LARGEST_HEAD} bytes here")

    def on_headers_complete(self) -> None:
        """Refuse what two servers could read as two different requests."""
        self._enter(_State.BODY)
        self._refuse_ambiguous()
        if len(self.pipeline) >= MOST_PIPELINED:
            self._refuse(503, f"at most {MOST_PIPELINED} requests may wait on a connection")
        super().on_headers_complete()
        self._mine = True

    def on_message_complete(self) -> None:
        """End the counting."""
        super().on_message_complete()
        self._enter(_State.RESTING)

    def _refuse_ambiguous(self) -> None:
        if self.parser.get_http_version() not in ("1.0", "1.1"):
            self._refuse(400, "HTTP/1.1 is spoken here")
        by_name: dict[bytes, list[bytes]] = {}
        for name, value in self.headers:
            by_name.setdefault(name, []).append(value)
        if sum(len(name) + len(value) for name, value in self.headers) > LARGEST_HEAD:
            self._refuse(431, f"headers have at most {LARGEST_HEAD} bytes here")
        lengths = by_name.get(b"content-length", [])
        codings = by_name.get(b"transfer-encoding", [])
        if len(lengths) > 1 or (lengths and codings):
            self._refuse(400, "a request has one length: Content-Length or Transfer-Encoding")
        if codings and [one.strip().lower() for one in codings] != [b"chunked"]:
            self._refuse(400, "of Transfer-Encoding, chunked alone is taken here")
        if len(by_name.get(b"host", [])) > 1:
            self._refuse(400, "a request has exactly one Host header")
        self._refuse_foreign_address(by_name.get(b"host", [b""])[0])

    def _refuse_foreign_address(self, host: bytes) -> None:
        if b"#" in self.url:
            self._refuse(400, "an address that is asked for has no fragment")
        if self.url.startswith(b"/"):
            return
        told = urlsplit(self.url.decode("latin-1"))
        if (
            told.scheme not in ("http", "https")
            or told.netloc.lower() != host.decode("latin-1").lower()
        ):
            self._refuse(400, "the address names another host than the Host header")

    # refusing

    def _refuse(self, status: int, detail: str) -> None:
        self._refusal = (status, detail)
        raise _Refused

    def _refuse_now(self, status: int, detail: str) -> None:
        self._refusal = (status, detail)
        self.send_400_response(detail)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - the parser's words help nobody
        """Answer once and close; where an answer is owed or under way already, close alone."""
        if self._ended:
            return
        self._ended = True
        self._stop_clocks()
        owed = self._owes_answers()
        self.pipeline.clear()
        cycle: Any = self.cycle  # None before the first request, whatever uvicorn's type says
        if cycle is not None:
            cycle.disconnected = True
            cycle.message_event.set()
        if not owed:
            status, detail = self._refusal or (400, "this is no request of HTTP/1.1")
            self.transport.write(_answer(status, detail))
        self.transport.close()

    def _owes_answers(self) -> bool:
        """Tell whether bytes of ours could be taken for the answer to another request."""
        cycle: Any = self.cycle
        if cycle is None or cycle.response_complete:
            return False
        return not self._mine or cycle.response_started or bool(self.pipeline)

    # clocks

    def _enter(self, state: _State) -> None:
        self._state = state
        self._since = self.loop.time()
        self._came = 0

    def _watch(self) -> None:
        resting = self._state is _State.RESTING
        if resting and self.timeout_keep_alive_task is None and self._is_idle():
            self._enter(_State.HEAD)  # bytes came that begin no request, such as empty lines
            resting = False
        if resting and self._checking is not None:
            self._checking.cancel()
            self._checking = None
        elif not resting and self._checking is None:
            self._checking = self.loop.call_later(TICK_S, self._check)

    def _is_idle(self) -> bool:
        cycle: Any = self.cycle
        return cycle is None or cycle.response_complete

    def _check(self) -> None:
        self._checking = None
        if self._ended or self.transport.is_closing() or self._became_another():
            return
        if self.flow.read_paused:
            self._since = self.loop.time()  # we don't read: the client is not the slow one
        took = self.loop.time() - self._since
        if self._state is _State.HEAD and took >= HEAD_S:
            self._refuse_now(408, f"headers must come within {HEAD_S:.0f} s")
        elif self._state is _State.BODY and took >= BODY_GRACE_S + self._came / SLOWEST:
            self._refuse_now(408, f"a body must come with {SLOWEST} bytes a second")
        else:
            self._watch()

    def _became_another(self) -> bool:
        return self.transport.get_protocol() is not self

    def pause_writing(self) -> None:
        """Give the client some time to read."""
        super().pause_writing()
        if self._unread is None:
            self._unread = self.loop.call_later(UNREAD_S, self.transport.abort)

    def resume_writing(self) -> None:
        """It has read."""
        super().resume_writing()
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _stop_clocks(self) -> None:
        for clock in (self._checking, self._unread):
            if clock is not None:
                clock.cancel()
        self._checking = self._unread = None


def _answer(status: int, detail: str) -> bytes:
    body = problem_bytes(status, detail)
    head = (
        f"content-type: {PROBLEM}\r\ncontent-length: {len(body)}\r\n"
        "cache-control: no-store\r\nx-content-type-options: nosniff\r\nconnection: close\r\n\r\n"
    )
    return STATUS_LINE[status] + head.encode() + body
