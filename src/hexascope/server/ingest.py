"""The door for batches of series: plain ASGI, before the frame of the other routes.

It takes what many hosts send each second. So it knows one path and one method, asks who sends at
most once in TRUST_S for the same token, and makes no object for a single number.
"""

import asyncio
import zlib
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import msgpack
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from hexascope.bootstrap.serving.parts import Credentials, Parts
from hexascope.domain.access import Caller, Verb
from hexascope.domain.errors import BadInput, Denied, HexascopeError, NotKnown
from hexascope.kit.parsing import BadJson, safe_parse
from hexascope.server.frame.problem import problem
from hexascope.server.problems import told
from hexascope.server.requests.guard import May, NotLoggedIn
from hexascope.services.series.incoming import batch_of, layout_named
from hexascope.store.database.hosts import Hosts

PATH = "/api/v1/series/batches"
MSGPACK = (b"application/msgpack", b"application/x-msgpack", b"application/vnd.msgpack")
JSON = b"application/json"

MOST_BYTES = 2**20
"""Bytes of a body as it comes."""

MOST_UNPACKED = 8 * 2**20
"""Bytes of a body that came compressed."""

MOST_NODES = 1_200_000
"""Values in a JSON body: 8 MiB hold no more that are numbers of a host."""

MOST_RATIO = 100
"""How many times larger a body may become; numbers of hosts become 3 to 20 times so."""

TRUST_S = 5.0
"""How long it is believed that a token may still send for a host: a revoked one ends so soon."""

MOST_TRUSTED = 20_000
"""Pairs of token and host that are remembered."""

BODY_S = 30.0
"""How long a body may take to come."""


class TooLarge(BadInput):
    """A body is larger than may be, or becomes so."""


class Ingest:
    """Takes POST /api/v1/series/batches as an endpoint."""

    guard = May(Verb.CREATE, "series")

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._trusted: OrderedDict[tuple[str, str, str], tuple[str, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            answer = await self._answer(scope, receive)
        except TooLarge as error:
            await problem(413, "", str(error))(scope, receive, send)
            return
        except HexascopeError as error:
            refusal = await told(Request(scope), error)
            await refusal(scope, receive, send)
            return
        headers = [
            (b"content-type", JSON),
            (b"content-length", b"%d" % len(answer)),
            (b"cache-control", b"no-store"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    async def _answer(self, scope: Scope, receive: Receive) -> bytes:
        headers = dict(scope["headers"])
        bearer = _bearer(headers)
        # who is nobody has nothing of his read
        address = scope["client"][0] if scope.get("client") else ""
        caller = None if self._seen(bearer) else await self._caller(bearer, address)
        said = _message(await _body(headers, receive), headers)
        host, name = _subject(said)
        tenant = self._trust(bearer, host, name)
        if tenant is None:
            caller = caller or await self._caller(bearer, address)
            tenant = await self._allowed(caller, host, name)
            self._remember(bearer, host, name, tenant)
        series = self._parts.series
        layout = layout_named(said)
        keys = await series.keys_of(tenant, layout) if layout else ()
        batch = batch_of(said, keys)
        kept = await series.keep(tenant, batch)
        stamped = (
            b""
            if kept.stamped is None
            else b',"sent":%r,"stamped":%r'
            % (
                kept.sent,
                kept.stamped,
            )
        )
        return b'{"moments":%d,"layout":"%s"%s}' % (kept.moments, batch.layout.encode(), stamped)

    async def _caller(self, bearer: str, address: str) -> Caller:
        caller = None
        if bearer:
            credentials = Credentials(bearer=bearer, address=address)
            caller = await self._parts.recognise(credentials)
        if caller is None:
            raise NotLoggedIn("send a token that may create series: Authorization: Bearer …")
        if not caller.may_some(Verb.CREATE, "series"):
            raise Denied(f"{caller.name} may not create series")
        return caller

    async def _allowed(self, caller: Caller, host: str, name: str) -> str:
        """Give the tenant whose host it is; a host that is known goes by its known name."""
        thing = {"id": host, "host": name or host}
        try:
            known = await Hosts(self._parts.store.of(caller.tenant)).one(host)
        except NotKnown:
            pass
        else:
            labels = {f"label.{label}": value for label, value in known.labels.items()}
            thing = {"id": host, "host": known.facts.name, **labels}
        if not caller.may(Verb.CREATE, "series", thing):
            raise Denied(f"{caller.name} may not create series of host {thing['host'][:64]}")
        return caller.tenant

    def _seen(self, bearer: str) -> bool:
        return self._trust(bearer, "", "") is not None

    def _trust(self, bearer: str, host: str, name: str) -> str | None:
        found = self._trusted.get((bearer, host, name))
        if found is None or found[1] < asyncio.get_running_loop().time():
            return None
        return found[0]

    def _remember(self, bearer: str, host: str, name: str, tenant: str) -> None:
        until = asyncio.get_running_loop().time() + TRUST_S
        for mark in ((bearer, host, name), (bearer, "", "")):
            self._trusted[mark] = (tenant, until)
            self._trusted.move_to_end(mark)
        while len(self._trusted) > MOST_TRUSTED:
            self._trusted.popitem(last=False)


class IngestFirst:
    """Gives batches to the door, and all else to the application behind it."""

    def __init__(self, app: ASGIApp, door: Ingest) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        ours = scope["type"] == "http" and scope["path"] == PATH and scope["method"] == "POST"
        await (self._door if ours else self._app)(scope, receive, send)


def _bearer(headers: Mapping[bytes, bytes]) -> str:
    scheme, _, bearer = headers.get(b"authorization", b"").partition(b" ")
    return bearer.strip().decode("latin-1") if scheme.lower() == b"bearer" else ""


def _subject(said: object) -> tuple[str, str]:
    """Give the host that a message is about, and its name: '' where it says none."""
    if not isinstance(said, dict):
        return "", ""
    host, name = said.get("host", ""), said.get("name", "")
    return (host if isinstance(host, str) else ""), (name if isinstance(name, str) else "")


async def _body(headers: Mapping[bytes, bytes], receive: Receive) -> bytes:
    length = headers.get(b"content-length", b"")
    if length.isdigit() and int(length[:20]) > MOST_BYTES:
        raise TooLarge(f"a batch has at most {MOST_BYTES} bytes: send fewer moments at once")
    message = await receive()
    body: bytes = message.get("body", b"")
    if message.get("more_body", False):
        body = await _rest(body, receive)
    elif message["type"] != "http.request":
        raise BadInput("the body did not come whole")
    if len(body) > MOST_BYTES:
        raise TooLarge(f"a batch has at most {MOST_BYTES} bytes: send fewer moments at once")
    coding = headers.get(b"content-encoding", b"")
    return _unpacked(body, coding.strip().lower()) if coding else body


async def _rest(body: bytes, receive: Receive) -> bytes:
    parts = [body]
    size = len(body)
    more = True
    try:
        async with asyncio.timeout(BODY_S):
            while more and size <= MOST_BYTES:
                message = await receive()
                if message["type"] != "http.request":
                    raise BadInput("the body did not come whole")
                parts.append(message.get("body", b""))
                size += len(parts[-1])
                more = message.get("more_body", False)
    except TimeoutError:
        raise BadInput(f"the body did not come within {BODY_S:.0f} s") from None
    return b"".join(parts)


def _unpacked(body: bytes, coding: bytes) -> bytes:
    if coding == b"identity":
        return body
    if coding != b"gzip":
        raise BadInput(f"of Content-Encoding, gzip is taken, not {coding.decode('latin-1')[:40]}")
    most = min(MOST_UNPACKED, MOST_RATIO * len(body))
    unpacking = zlib.decompressobj(wbits=31)
    try:
        given = unpacking.decompress(body, most + 1)
    except zlib.error:
        raise BadInput("the body is no gzip") from None
    if len(given) > most:
        raise TooLarge(
            f"the body becomes more than {MOST_RATIO} times as large, or more than"
            f" {MOST_UNPACKED} bytes"
        )
    if not unpacking.eof or unpacking.unused_data:
        raise BadInput("the body is no whole gzip, or something stands behind it")
    return given


def _message(body: bytes, headers: Mapping[bytes, bytes]) -> Any:
    kind = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
    if kind in MSGPACK:
        try:
            return msgpack.unpackb(body, strict_map_key=True, max_ext_len=0)
        except (ValueError, msgpack.UnpackException) as error:
            raise BadInput(f"the body is no msgpack: {error!s:.100}") from None
        except RecursionError:
            raise BadInput("the body is too deep") from None
    if kind == JSON:
        try:
            return safe_parse(body, most_bytes=MOST_UNPACKED, nodes=MOST_NODES)
        except BadJson as error:
            raise BadInput(f"the body can't be read: {error}") from None
    raise BadInput("Content-Type: application/msgpack or application/json is needed")
