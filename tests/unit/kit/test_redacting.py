"""Secrets are struck from texts, in whatever dress they stand there."""

import base64
import json
import sys
import traceback
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hexascope.kit.redacting import STRUCK, Redactor

VALUE = "sk-canary/5f+1e=0c é\"'\\"


def knowing(*secrets: str) -> Redactor:
    made = Redactor()
    for secret in secrets:
        made.learn(secret)
    return made


@pytest.mark.parametrize(
    "dressed",
    [
        VALUE,
        json.dumps(VALUE),
        json.dumps(VALUE, ensure_ascii=False),
        repr(VALUE),
        repr(VALUE.encode()),
        quote(VALUE),
        quote(VALUE, safe=""),
        quote_plus(VALUE),
        VALUE.encode().hex(),
        VALUE.encode().hex().upper(),
        base64.b64encode(VALUE.encode()).decode(),
        base64.urlsafe_b64encode(VALUE.encode()).decode(),
        base64.b64encode(f"user:{VALUE}".encode()).decode(),
        base64.b64encode(f"{{'key': '{VALUE}'}} and more".encode()).decode(),
    ],
)
def test_a_secret_is_struck_in_each_dress(dressed: str) -> None:
    found = knowing(VALUE).strike(f"before {dressed} after")

    assert STRUCK in found
    assert found.startswith("before ")
    assert found.endswith(" after")
    assert VALUE[3:9] not in found


@given(
    some.binary(min_size=0, max_size=7),
    some.text(some.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=40),
    some.binary(min_size=0, max_size=7),
)
def test_in_base64_a_secret_is_struck_wherever_it_begins(
    before: bytes, secret: str, after: bytes
) -> None:
    whole = base64.b64encode(before + secret.encode() + after).decode()

    assert STRUCK in knowing(secret).strike(whole)


def test_what_is_no_secret_stays() -> None:
    text = "GET /api/v1/hosts 200 in 3 ms"

    assert knowing(VALUE).strike(text) == text
    assert Redactor().strike(VALUE) == VALUE


def test_a_longer_secret_is_struck_whole_where_a_shorter_one_begins_it() -> None:
    assert knowing("canary-1", "canary-1-and-more").strike("<canary-1-and-more>") == f"<{STRUCK}>"


def test_words_too_short_to_be_told_from_others_are_not_learnt() -> None:
    assert knowing("1234567").strike("1234567") == "1234567"
    assert knowing("12345678").strike("12345678") == STRUCK


def test_an_event_of_a_log_is_struck_through_and_through() -> None:
    event = {
        "event": f"could not ask {VALUE}",
        "nested": {"list": [VALUE, 1, None, 2.5, True], VALUE: "name"},
        "bytes": VALUE.encode(),
        "error": ValueError(VALUE),
        "count": 3,
    }

    found = knowing(VALUE)(None, "info", event)

    assert "canary" not in repr(found)
    assert found["count"] == 3
    assert found["nested"]["list"][1:] == [1, None, 2.5, True]  # type: ignore[index] # as it was given


def test_a_traceback_is_struck() -> None:
    told = ""
    try:
        int(VALUE)
    except ValueError:
        told = "".join(traceback.format_exception(*sys.exc_info()))
    assert "canary" in told

    assert "canary" not in knowing(VALUE).strike(told)


def test_more_secrets_than_are_remembered_push_out_the_oldest() -> None:
    made = Redactor(most=2)
    for secret in ("secret-one", "secret-two", "secret-one", "secret-three"):
        made.learn(secret)

    assert made.strike("secret-two") == "secret-two"
    assert made.strike("secret-one secret-three") == f"{STRUCK} {STRUCK}"
