import asyncio
import threading

import pytest

from hexascope.domain.errors import BadInput, TooMuch
from hexascope.services.access.passwords import (
    AT_ONCE,
    LONGEST_BYTES,
    MOST_WAITING,
    SHORTEST,
    Cost,
    Passwords,
    refuse_weak,
)

QUICK = Cost(rounds=1, kibibytes=8, lanes=1)


def test_a_password_is_hashed_by_argon2id_at_the_cost_that_is_promised() -> None:
    kept = asyncio.run(Passwords().hashed("correct horse"))

    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


@pytest.mark.parametrize(("typed", "fits"), [("correct horse", True), ("correct house", False)])
def test_the_password_fits_and_no_other(typed: str, fits: bool) -> None:
    async def whole() -> tuple[bool, str]:
        passwords = Passwords(QUICK)
        return await passwords.fits(typed, await passwords.hashed("correct horse"))

    assert asyncio.run(whole()) == (fits, "")


def test_a_password_typed_on_another_keyboard_is_the_same() -> None:
    async def whole() -> tuple[bool, str]:
        passwords = Passwords(QUICK)
        return await passwords.fits("cafe\u0301 au lait", await passwords.hashed("café au lait"))

    assert asyncio.run(whole())[0]


def test_a_hash_of_less_cost_is_replaced_when_its_password_is_typed() -> None:
    async def whole() -> tuple[bool, str]:
        kept = await Passwords(QUICK).hashed("correct horse")
        return await Passwords(Cost(rounds=2, kibibytes=16, lanes=1)).fits("correct horse", kept)

    fits, newer = asyncio.run(whole())

    assert fits
    assert "m=16,t=2,p=1" in newer


def test_for_nobody_as_much_is_computed_and_nothing_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    computed: list[str] = []

    async def whole() -> tuple[bool, str]:
        passwords = Passwords(QUICK)
        hasher = passwords._hash
        made = hasher.hash

        def hashed(plain: str) -> str:
            computed.append(plain)
            return made(plain)

        monkeypatch.setattr(hasher, "hash", hashed)
        return await passwords.fits("correct horse", "")

    assert asyncio.run(whole()) == (False, "")
    assert computed == ["correct horse"]


def test_a_kept_word_that_is_no_hash_lets_nobody_in() -> None:
    assert asyncio.run(Passwords(QUICK).fits("x", "not a hash")) == (False, "")


def test_no_more_than_two_are_computed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    passwords = Passwords(QUICK)
    lock, running, most = threading.Lock(), 0, 0
    made = passwords._hash.hash

    def hashed(plain: str) -> str:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        result = made(plain)
        with lock:
            running -= 1
        return result

    async def whole() -> None:
        monkeypatch.setattr(passwords._hash, "hash", hashed)
        await asyncio.gather(*(passwords.hashed(f"{n} horses") for n in range(20)))

    asyncio.run(whole())

    assert 1 <= most <= AT_ONCE


def test_who_comes_when_too_many_wait_is_told_to_come_again() -> None:
    async def whole() -> list[object]:
        passwords = Passwords(QUICK)
        many = (passwords.hashed("correct horse") for _ in range(MOST_WAITING + 3))
        return await asyncio.gather(*many, return_exceptions=True)

    refused = [one for one in asyncio.run(whole()) if isinstance(one, TooMuch)]

    assert len(refused) == 3


def test_a_password_of_a_megabyte_is_refused_before_it_costs_anything() -> None:
    with pytest.raises(BadInput, match="at most 1024 bytes"):
        asyncio.run(Passwords(QUICK).fits("x" * 2**20, ""))


@pytest.mark.parametrize(
    ("password", "weak"),
    [
        ("abcdefghijkl", False),
        ("abcdefghijk", True),
        ("aaaaaaaaaaaaaaa", True),
        ("abcdabcdabcd", True),
        ("abcdeabcdeab", False),
        ("my name is ANN S", True),
        ("é" * 4 + "abcdefgh", False),
        ("ab1" * (LONGEST_BYTES // 3) + "cd", True),
        ("\ud800abcdefghijkl", False),
    ],
)
def test_weak_passwords_are_refused(password: str, weak: bool) -> None:
    def refused() -> bool:
        try:
            refuse_weak(password, "Ann", "")
        except BadInput:
            return True
        return False

    assert refused() == weak


def test_the_shortest_password_has_twelve_letters() -> None:
    assert SHORTEST == 12
