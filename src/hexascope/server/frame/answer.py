"""An answer on its way out: its headers, its ETag, and what of it is kept for a repetition."""

from starlette.types import Message, Scope, Send

from hexascope.server.frame import etags
from hexascope.server.frame.security import secured
from hexascope.server.frame.trace import Trace

LARGEST_TAGGED = 4 * 2**20
"""Bytes of an answer that an ETag is made of."""

READING = ("GET", "HEAD")
NO_BODY = (204, 304)


class Answer:
    """Sends what the app answers, with what every answer has."""

    def __init__(self, scope: Scope, send: Send, trace: Trace) -> None:
        self._scope = scope
        self._send = send
        self._trace = trace
        self._method: str = scope["method"]
        self._held: Message | None = None
        self.status = 0
        self.began = False
        self.cut = False

    async def send(self, message: Message) -> None:
        """Take a message of the app; the beginning waits for the first piece of the body."""
        if message["type"] == "http.response.start":
            self._held = message
            self.status = message["status"]
            return
        if message["type"] != "http.response.body":
            await self._send(message)
            return
        body: bytes = message.get("body", b"")
        more: bool = message.get("more_body", False)
        once = self._scope["state"].get("once")
        if self._held is not None:
            start, body = self._finished(self._held, body, whole=not more)
            self._held = None
            if once is not None:
                once.began(start["status"], _words(start["headers"]))
                once.heard(body)
                if not more:
                    await once.keep()
            self.status = start["status"]
            self.began = True
            await self._send(start)
        elif once is not None:
            once.heard(body)
            if not more:
                await once.keep()
        shown = b"" if self._method == "HEAD" else body
        await self._send({"type": "http.response.body", "body": shown, "more_body": more})

    def _finished(self, start: Message, body: bytes, *, whole: bool) -> tuple[Message, bytes]:
        headers: list[tuple[bytes, bytes]] = list(start["headers"])
        status: int = start["status"]
        if status == 200 and whole and self._method in READING and len(body) <= LARGEST_TAGGED:
            headers, status, body = self._tagged(headers, body)
        headers = secured(headers, tls=self._scope["scheme"] == "https")
        headers.append((b"traceparent", self._trace.parent.encode()))
        rate = self._scope["state"].get("rate")
        if rate is not None:
            headers += rate.headers()
        return {**start, "status": status, "headers": headers}, body

    def _tagged(
        self, headers: list[tuple[bytes, bytes]], body: bytes
    ) -> tuple[list[tuple[bytes, bytes]], int, bytes]:
        given = dict(headers)
        if b"set-cookie" in given:
            return headers, 200, body
        etag = given[b"etag"].decode("latin-1") if b"etag" in given else etags.etag_of(body)
        if b"etag" not in given:
            headers = [*headers, (b"etag", etag.encode())]
        asked = _header(self._scope, b"if-none-match")
        if not asked or not etags.seen(etag, asked):
            return headers, 200, body
        kept = [one for one in headers if one[0] not in (b"content-length", b"content-type")]
        return kept, 304, b""


def _header(scope: Scope, name: bytes) -> str:
    found = [value for key, value in scope["headers"] if key == name]
    return b", ".join(found).decode("latin-1")


def _words(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in headers}
