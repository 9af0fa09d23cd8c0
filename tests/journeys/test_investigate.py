"""Faults in a real database and in a container are named first; their healthy twins are not."""

from typing import Any

import pytest

from tests.support.benched import RIGHT

pytestmark = [pytest.mark.journey, pytest.mark.alone]

FAULTS = ("blocked-transaction", "inside-namespaces")
TWINS = ("short-transactions", "container-at-work")


@pytest.mark.bench("investigate")
@pytest.mark.parametrize("case", FAULTS)
def test_what_an_investigation_finds_is_named_first_with_its_culprit(run: dict[str, Any]) -> None:
    assert not run["problem"], run["problem"]
    assert all(signal["holds"] for signal in run["signals"]), run["signals"]
    assert run["score"]["total"] >= RIGHT, run["findings"][:3]
    assert run["score"]["culprit"]


@pytest.mark.bench("investigate")
@pytest.mark.parametrize("case", TWINS)
def test_the_same_daemons_under_a_load_that_is_fine_give_no_finding(run: dict[str, Any]) -> None:
    assert not run["problem"], run["problem"]
    assert all(signal["holds"] for signal in run["signals"]), run["signals"]
    assert [one for one in run["findings"] if one["severity"] != "info"] == []
