"""Whether models' answers are used again: a setting, --no-cache and --no-keep."""

from pathlib import Path

import pytest

from hexascope import bootstrap
from hexascope.bootstrap.panel import LONGEST_CACHE_S, Remember
from hexascope.domain.errors import BadSettings
from hexascope.services.remembered import Cache
from hexascope.words import Language


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


def cache(seconds: float | None = None, remember: Remember = Remember()) -> Cache | None:  # noqa: B008 - a frozen value
    """Give the cache of a panel by a model on a port where nobody listens."""
    known = bootstrap.known_settings({"panel.cache_seconds": seconds})
    made = bootstrap.voices(
        known,
        Language.ENGLISH,
        model="compatible/x",
        base_url="http://127.0.0.1:9/v1",
        remember=remember,
    )
    assert made is not None
    return made.cache


def test_answers_are_kept_for_five_minutes_unless_told_otherwise() -> None:
    plain = cache()

    assert plain is not None
    assert (plain.seconds, plain.keeps, plain.tenant) == (300.0, True, "local")


def test_nothing_is_used_again_with_no_cache_or_none_of_its_time() -> None:
    assert cache(0.0) is None
    assert cache(remember=Remember(uses=False)) is None


def test_what_is_not_to_be_kept_may_still_be_read_of_its_scope() -> None:
    found = cache(remember=Remember(keeps=False, scope=("cpu",)))

    assert found is not None
    assert (found.keeps, found.scope) == (False, ("cpu",))


@pytest.mark.parametrize("seconds", [-1.0, LONGEST_CACHE_S + 1])
def test_a_time_that_makes_no_sense_is_told_with_those_that_do(seconds: float) -> None:
    with pytest.raises(BadSettings, match=r"panel\.cache_seconds .* 0 to 86400"):
        cache(seconds)


def test_a_day_is_the_longest() -> None:
    longest = cache(LONGEST_CACHE_S)

    assert longest is not None
    assert longest.seconds == LONGEST_CACHE_S
