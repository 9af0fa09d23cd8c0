import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.services.access.second import (
    RECOVERY_CODES,
    STEP_S,
    address_of,
    new_recovery_codes,
    new_secret,
    recovery_hash,
    step_of,
)

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # of RFC 6238, appendix B


@pytest.mark.parametrize(
    ("now", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_standard(now: int, code: str) -> None:
    assert step_of(SECRET, code, now, after=0) == now // STEP_S


@pytest.mark.parametrize(
    ("late", "fits"), [(-31, False), (-30, True), (0, True), (59, True), (60, False)]
)
def test_a_telephones_clock_may_be_a_step_off(late: int, fits: bool) -> None:
    begin = 1_000_000 * STEP_S
    code = pyotp.TOTP(SECRET).at(begin)

    assert (step_of(SECRET, code, begin + late, after=0) is not None) == fits


def test_a_code_counts_once_and_none_older_counts_after_it() -> None:
    now = 1_000_000 * STEP_S
    totp = pyotp.TOTP(SECRET)
    step = step_of(SECRET, totp.at(now), now, after=0)

    assert step == 1_000_000
    assert step_of(SECRET, totp.at(now), now, after=step) is None
    assert step_of(SECRET, totp.at(now - STEP_S), now, after=step) is None
    assert step_of(SECRET, totp.at(now + STEP_S), now, after=step) == step + 1


@given(st.text(max_size=40))
def test_what_is_no_code_is_refused(code: str) -> None:
    if code.replace(" ", "") != "287082":
        assert step_of(SECRET, code, 59, after=1) is None


@pytest.mark.parametrize("code", ["２８７０８２", "287082\n", "28708", "2870822", "", "-87082"])
def test_digits_of_other_scripts_and_lengths_are_no_code(code: str) -> None:
    assert step_of(SECRET, code, 59, after=0) is None


def test_a_code_may_be_typed_with_a_blank() -> None:
    assert step_of(SECRET, "287 082", 59, after=0) == 1


def test_secrets_and_recovery_codes_are_never_the_same_twice() -> None:
    assert len({new_secret() for _ in range(100)}) == 100
    codes = new_recovery_codes()
    assert len(set(codes)) == RECOVERY_CODES
    assert all(len(one) == 11 and one[5] == "-" for one in codes)


def test_the_address_names_user_and_server() -> None:
    assert address_of(SECRET, "Ann", "hexascope").startswith("otpauth://totp/hexascope:Ann?secret=")


def test_a_recovery_code_is_the_same_however_it_is_typed() -> None:
    wanted = recovery_hash("abcde-fgh23", "u1")

    assert wanted
    assert {recovery_hash(one, "u1") for one in ("ABCDE FGH23", " abcdefgh23 ")} == {wanted}


@pytest.mark.parametrize("code", ["", "abcde-fgh2", "abcde-fgh234", "abcde-fgh2l", "123456"])
def test_what_is_no_recovery_code_has_no_hash(code: str) -> None:
    assert recovery_hash(code, "u1") == ""


def test_the_same_recovery_code_of_two_users_is_kept_differently() -> None:
    assert recovery_hash("abcde-fgh23", "u1") != recovery_hash("abcde-fgh23", "u2")
