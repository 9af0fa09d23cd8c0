"""Passwords: argon2id, a few at a time, and as slow for users that don't exist."""

import asyncio
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

from hexascope.domain.errors import BadInput, TooMuch
from hexascope.services.access.names import key_of

T = TypeVar("T")

LONGEST_BYTES = 1024
"""Bytes of a password; more would only cost time."""

SHORTEST = 12
"""Letters of a new password."""

FEWEST_DIFFERENT = 5
"""Different letters of a new password."""

AT_ONCE = 2
"""Hashes that are computed at once: each takes 64 MiB and a core for 0.1 s."""

MOST_WAITING = 32
"""Who may wait for a turn; later ones are told to come again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one hash takes: rounds, KiB of memory, lanes."""

    rounds: int = 3
    kibibytes: int = 64 * 1024
    lanes: int = 4


class Passwords:
    """Hashes and compares passwords in threads, at most two at once."""

    def __init__(self, cost: Cost | None = None) -> None:
        cost = cost or Cost()
        hasher = Argon2Hasher(
            time_cost=cost.rounds, memory_cost=cost.kibibytes, parallelism=cost.lanes
        )
        self._hash = PasswordHash((hasher,))
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def hashed(self, password: str) -> str:
        """Give the hash of a new password that `refuse_weak` let through."""
        return await self._in_turn(lambda: self._hash.hash(_plain(password)))

    async def fits(self, password: str, kept: str) -> tuple[bool, str]:
        """Tell whether a password is the one, and its new hash where the kept one is outdated.

        With nothing kept (no such user, or one without a password) it takes as long, and says no.
        """
        plain = _plain(password)

        def compare() -> tuple[bool, str]:
            if not kept:
                self._hash.hash(plain)
                return False, ""
            try:
                same, newer = self._hash.verify_and_update(plain, kept)
            except UnknownHashError:
                return False, ""
            return same, newer or ""

        return await self._in_turn(compare)

    async def _in_turn(self, work: Callable[[], T]) -> T:
        if self._waiting >= MOST_WAITING:
            raise TooMuch("too many log in at once; try again in a few seconds")
        self._waiting += 1
        try:
            async with self._turns:
                return await asyncio.to_thread(work)
        finally:
            self._waiting -= 1


def refuse_weak(password: str, *names: str) -> None:
    """Refuse a new password that is short, long, plain, or has the user's name in it."""
    plain = _plain(password)
    if len(plain) < SHORTEST:
        raise BadInput(f"a password has at least {SHORTEST} letters")
    if len(set(plain)) < FEWEST_DIFFERENT:
        raise BadInput(f"a password has at least {FEWEST_DIFFERENT} different letters")
    folded = key_of(password)
    if any(len(key_of(name)) >= 3 and key_of(name) in folded for name in names):
        raise BadInput("a password does not have its user's name in it")


def _plain(password: str) -> str:
    """Give a password as it is compared: the same letters however a keyboard composed them."""
    if len(password.encode(errors="replace")) > LONGEST_BYTES:
        raise BadInput(f"a password has at most {LONGEST_BYTES} bytes")
    return unicodedata.normalize("NFKC", password)
