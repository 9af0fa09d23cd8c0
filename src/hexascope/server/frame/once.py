"""Idempotency-Key: a POST that is sent again, for want of an answer, is done once.

The key is claimed in the transaction of the request's first write; the answer is kept before it is
sent. So a repetition finds the answer, or that it is being made, or that it was made by a server
that ended before it could tell: never is anything done twice.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fastapi import Request

from hexascope.bootstrap.serving.parts import Parts
from hexascope.domain.access import Caller
from hexascope.domain.errors import HexascopeError
from hexascope.server.frame.bodies import room_of
from hexascope.server.frame.log import log
from hexascope.server.frame.problem import PROBLEM, Refusal, problem_bytes
from hexascope.store.database.requests import Answered, Claim, Requests
from hexascope.store.database.scope import Pending, Record, Scope

LONGEST_KEY = 255
LARGEST_ANSWER = 64 * 1024
"""Bytes of an answer that is kept; who lost a larger one looks for what was made."""

ANSWERING_S = 30.0
"""After so long, a claim without an answer is that of a server which ended."""

SHOWN_ONCE = tuple(
    f"/api/v1/{place}" for place in ("auth", "live", "me", "secrets", "tenants", "tokens", "users")
)
"""Where answers may hold what is shown once: tokens, links, codes. These are never kept."""

HEADERS = frozenset({"content-type", "location"})
"""Headers that are kept with an answer; all others are made anew."""


class Replay(Exception):
    """The answer to this request is known already."""

    def __init__(self, answered: Answered) -> None:
        super().__init__(answered.claim.id)
        self.answered = answered


@dataclass(slots=True, kw_only=True)
class Once:
    """One request that is to be done once; `pending` tells whether it has changed anything."""

    scope: Scope
    claim: Claim
    running: set[tuple[str, str]]
    shown_once: bool = False
    pending: Pending | None = None
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytearray = field(default_factory=bytearray)

    def claiming(self, record: Record) -> Record:
        """Give a record of deeds that claims the key as well, in the same transaction."""
        return Requests(self.scope).claiming(lambda: self.claim, record)

    def make(self, id: str) -> str:  # noqa: A002 - the word of the domain
        """Say which id that what is created will have."""
        self.claim = replace(self.claim, made=id)
        return id

    def began(self, status: int, headers: Mapping[str, str]) -> None:
        """Hear how the answer begins."""
        self.status = status
        self.headers = {name: value for name, value in headers.items() if name in HEADERS}

    def heard(self, body: bytes) -> None:
        """Hear a piece of the answer."""
        if len(self.body) <= LARGEST_ANSWER:
            self.body += body

    async def keep(self) -> None:
        """Keep the answer, where it is one to be given again."""
        changed = self.pending is not None and self.pending.written
        good = 200 <= self.status < 400 or (changed and self.status < 500)
        if not good or len(self.body) > LARGEST_ANSWER:
            return
        answered = Answered(
            claim=self.claim, status=self.status, headers=self.headers, body=bytes(self.body)
        )
        if self.shown_once:
            said = problem_bytes(409, "it was done, and what its answer held is shown once")
            headers = {"content-type": PROBLEM}
            answered = Answered(claim=self.claim, status=409, headers=headers, body=said)
        try:
            await Requests(self.scope).keep(answered)
        except HexascopeError as error:
            # what was asked for is done, and its claim is kept: who repeats it is told so
            log().warning("answer_not_kept", error=str(error))

    def end(self) -> None:
        """Let others use the key."""
        self.running.discard((self.scope.tenant, self.claim.id))


async def begin(request: Request, parts: Parts, caller: Caller) -> None:
    """Look whether a request with an Idempotency-Key was made before; Replay or Refusal."""
    given = request.headers.getlist("idempotency-key")
    if request.method != "POST" or not given:
        return
    key = _key(given)
    scope = parts.store.of(caller.tenant)
    id_ = hashlib.sha256(f"{caller.kind}\0{caller.id}\0{key}".encode()).hexdigest()
    claim = Claim(id=id_, fingerprint=await _fingerprint(request), claimed=parts.clock())
    running: set[tuple[str, str]] = request.app.state.running
    if (caller.tenant, id_) in running:
        raise _answering()
    running.add((caller.tenant, id_))
    shown_once = request.url.path.startswith(SHOWN_ONCE)
    once = Once(scope=scope, claim=claim, running=running, shown_once=shown_once)
    request.state.once = once
    known = await Requests(scope).one(id_)
    if known is not None:
        request.state.once = None
        once.end()
        _told(known, claim, request.url.path)


def _told(known: Answered, asked: Claim, path: str) -> None:
    if known.claim.fingerprint != asked.fingerprint:
        raise Refusal(
            422, "this Idempotency-Key was used for another request: each request has its own"
        )
    if known.status:
        raise Replay(known)
    if asked.claimed - known.claim.claimed < ANSWERING_S:
        raise _answering()
    if known.claim.made:
        raise Refusal(
            303,
            "it was done, and the server ended before it could answer: what was made is there",
            {"Location": f"{path.rstrip('/')}/{known.claim.made}"},
        )
    raise Refusal(
        409, "it was done, and the server ended before it could answer: look at what is there"
    )


def _answering() -> Refusal:
    return Refusal(
        409, "a request with this Idempotency-Key is being answered", {"Retry-After": "1"}
    )


def _key(given: list[str]) -> str:
    key = given[0].strip().strip('"')
    if len(given) != 1 or not 1 <= len(key) <= LONGEST_KEY or not key.isascii():
        raise Refusal(400, f"Idempotency-Key: one, of 1 to {LONGEST_KEY} ASCII letters")
    if not key.isprintable():
        raise Refusal(400, "Idempotency-Key: printable letters alone")
    return key


async def _fingerprint(request: Request) -> str:
    made = hashlib.sha256()
    for part in (request.url.path, request.url.query, request.headers.get("content-type", "")):
        made.update(part.encode() + b"\0")
    if room_of(request.url.path).raw:
        # too large to be held: its length, and the digest that the sender gives
        for name in ("content-length", "content-digest", "repr-digest"):
            made.update(request.headers.get(name, "").encode() + b"\0")
    else:
        made.update(await request.body())
    return made.hexdigest()
