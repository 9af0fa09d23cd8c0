"""A check's limits: fields with a meaning, that nobody changes."""

from dataclasses import FrozenInstanceError, fields, replace

import pytest

from hexascope.check.contract import declared, limit
from hexascope.domain.use import Unit


@declared
class Limits:
    """Limits of this test."""

    most: float = limit(5, Unit.COUNT, "things at once", source="ours")
    share: float = limit(0.5, Unit.RATIO, "of the window", source="ours")


def test_a_limit_has_its_default_or_what_is_given_by_name() -> None:
    assert (Limits().most, Limits(most=7).most, replace(Limits(), most=8).most) == (5, 7, 8)
    assert [one.name for one in fields(Limits)] == ["most", "share"]
    with pytest.raises(TypeError):
        Limits(7)  # type: ignore[call-arg] # what must not be possible


def test_a_limit_does_not_change() -> None:
    limits = Limits()

    with pytest.raises(FrozenInstanceError, match="most is set"):
        limits.most = 9  # type: ignore[misc] # what must not be possible
    assert limits.most == 5
