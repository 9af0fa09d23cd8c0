"""Asking a Prometheus over HTTP: within limits of time and size, and never further than asked.

An exchange runs in a thread that is left behind when its time is up, because the look-up of a name
can't be interrupted. Redirects are not followed and proxies are not used: the login goes to the
address that was named, and nowhere else.
"""

import json
import queue
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Thread
from urllib.parse import urlencode

from hexascope.collect.contract import Json
from hexascope.collect.series.prometheus_address import (
    NO_LOGIN,
    PLAIN,
    Address,
    Login,
    keep_secret,
    printable,
)
from hexascope.domain.errors import CannotReach
from hexascope.kit import clock

QUERY_SECONDS = 10.0
"""How long one question may take, from the look-up of the name to the last byte."""

ALL_SECONDS = 30.0
"""How long all questions of one examination may take together."""

MOST_BYTES = 32 * 1024 * 1024
"""Bytes that all answers may have together; parsed they take some eight times as much."""

MOST_WARNINGS = 5
CHUNK_BYTES = 64 * 1024


class Prometheus:
    """One Prometheus, asked by one examination.

    `warnings` is what the server said of its answers, such as that they are partial.
    """

    def __init__(
        self,
        where: Address,
        login: Login = NO_LOGIN,
        *,
        authorities: str = "",
        query_seconds: float = QUERY_SECONDS,
        all_seconds: float = ALL_SECONDS,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        keep_secret(where, login)
        self.where = where
        self.warnings: list[str] = []
        self.reads = {"files": 0, "bytes": 0}
        self._login = login
        self._authorities = authorities
        self._query_seconds = query_seconds
        self._until = clock.monotonic() + all_seconds
        self._all_seconds = all_seconds
        self._most_bytes = most_bytes

    def ask(self, path: str, parameters: Sequence[tuple[str, str]]) -> Json:
        """Give the `data` of an answer; CannotReach says what went wrong and what to do."""
        left = self._until - clock.monotonic()
        if left <= 0:
            raise CannotReach(
                f"{self.where.shown} took more than {self._all_seconds:g} s for all questions; ask"
                " for a shorter --window, or see what keeps it busy"
            )
        seconds = min(self._query_seconds, left)
        answers: queue.SimpleQueue[_Answer | Exception] = queue.SimpleQueue()
        asked = _Question(
            where=self.where,
            path=path,
            body=urlencode(parameters).encode(),
            headers=self._login.headers(),
            authorities=self._authorities,
            seconds=seconds,
            most_bytes=self._most_bytes - self.reads["bytes"],
        )
        Thread(target=_exchange, args=(asked, answers), daemon=True).start()
        try:
            answer = answers.get(timeout=seconds)
        except queue.Empty:
            raise self._slow(seconds) from None
        if isinstance(answer, Exception):
            raise self._unreachable(answer, seconds) from None
        self.reads["files"] += 1
        self.reads["bytes"] += len(answer.body)
        return self._data(answer)

    def _slow(self, seconds: float) -> CannotReach:
        return CannotReach(
            f"{self.where.shown} did not answer within {seconds:.3g} s; is it busy, or is there a"
            " firewall on the way?"
        )

    def _unreachable(self, error: Exception, seconds: float) -> CannotReach:
        shown = self.where.shown
        if isinstance(error, TimeoutError):
            return self._slow(seconds)
        if isinstance(error, _TooMuch):
            return CannotReach(
                f"{shown} sent more than {self._most_bytes // 2**20} MiB; ask for a shorter"
                " --window"
            )
        if isinstance(error, ssl.SSLCertVerificationError):
            return CannotReach(
                f"the certificate of {shown} is not trusted ({printable(error.verify_message)});"
                " name the authority's file with prometheus.ca_file in the settings"
            )
        if isinstance(error, ssl.SSLError):
            return CannotReach(f"{shown} does not speak TLS as it should ({_reason(error)})")
        if isinstance(error, HTTPException):
            return CannotReach(f"{shown} broke off, or does not speak HTTP ({_reason(error)})")
        return CannotReach(f"{shown} can't be reached: {_reason(error)}")

    def _data(self, answer: "_Answer") -> Json:
        if 300 <= answer.status < 400:
            raise CannotReach(
                f"{self.where.shown} sends us on to {printable(answer.location) or 'nowhere'}; name"
                " the right address yourself, for a login is not carried elsewhere"
            )
        if answer.status in (401, 403):
            raise CannotReach(
                f"{self.where.shown} wants a login, or not this one (HTTP {answer.status}); name"
                " prometheus.token_file, or prometheus.user and prometheus.password_file, in the"
                " settings"
            )
        told = self._told(answer)
        if answer.status != 200 or told.get("status") != "success":
            said = told.get("error")
            if isinstance(said, str) and said:
                raise CannotReach(f"{self.where.shown} refused the question: {printable(said)}")
            raise self._foreign(answer.status)
        warnings = told.get("warnings")
        for warning in warnings if isinstance(warnings, list) else ():
            shown = printable(str(warning))
            if len(self.warnings) < MOST_WARNINGS and shown not in self.warnings:
                self.warnings.append(shown)
        return told.get("data")

    def _told(self, answer: "_Answer") -> Mapping[str, Json]:
        try:
            told = json.loads(answer.body)
        except (ValueError, RecursionError):
            told = None
        if isinstance(told, dict):
            return told
        raise self._foreign(answer.status)

    def _foreign(self, status: int) -> CannotReach:
        shown = self.where.shown
        if status == 404:
            return CannotReach(
                f"there is no Prometheus at {shown} (HTTP 404 for /api/v1); does its path lack"
                " something?"
            )
        if status >= 500:
            return CannotReach(f"{shown} is in trouble itself (HTTP {status}); try again later")
        if status == 200:
            return CannotReach(
                f"what {shown} answers is cut short, or is no answer of a Prometheus"
            )
        return CannotReach(f"{shown} answers HTTP {status}; is it a Prometheus?")


class _TooMuch(Exception):
    """The answer is larger than is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    where: Address
    path: str
    body: bytes
    headers: Mapping[str, str]
    authorities: str
    seconds: float
    most_bytes: int


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    location: str
    body: bytes


def _exchange(asked: _Question, answers: "queue.SimpleQueue[_Answer | Exception]") -> None:
    try:
        answers.put(_answer(asked))
    except (OSError, HTTPException, ValueError, _TooMuch) as error:
        answers.put(error)


def _answer(asked: _Question) -> _Answer:
    until = clock.monotonic() + asked.seconds
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
        "Connection": "close",
        **asked.headers,
    }
    with closing(_connection(asked)) as connection:
        connection.request("POST", f"{asked.where.path}{asked.path}", asked.body, headers)
        with connection.getresponse() as response:
            body = b"".join(_pieces(response, until, asked.most_bytes))
            return _Answer(response.status, response.headers.get("Location", ""), body)


def _pieces(response: HTTPResponse, until: float, most: int) -> Iterator[bytes]:
    size = 0
    while piece := response.read1(CHUNK_BYTES):
        size += len(piece)
        if size > most:
            raise _TooMuch
        if clock.monotonic() > until:
            raise TimeoutError
        yield piece


def _connection(asked: _Question) -> HTTPConnection:
    where = asked.where
    if where.scheme == PLAIN:
        return HTTPConnection(where.host, where.port, timeout=asked.seconds)
    trusted = ssl.create_default_context(cafile=asked.authorities or None)
    return HTTPSConnection(where.host, where.port, timeout=asked.seconds, context=trusted)


def _reason(error: Exception) -> str:
    told = error.strerror if isinstance(error, OSError) else ""
    return printable(told or str(error)) or type(error).__name__
