"""The line in a finding's figure: its first evidence crossed it.

`findings` of the cases' support asserts the same of each finding in each test of a check; here it
is asserted of whole hosts, and shown to fail.
"""

from functools import cache
from pathlib import Path

import pytest

from hexascope.domain.examination import Examination
from tests.support import kept
from tests.support.cases import FALLS_BELOW, assert_crosses_its_threshold, fact
from tests.support.kept_digests import examined, service
from tests.support.panel import finding

RISING, FALLING = "cpu_saturation", "gpu_starved"


@cache
def seen(name: str, folder: Path) -> Examination:
    """Examine a kept host from its bundle."""
    bundle = folder / f"{name}.hxb"
    bundle.write_bytes(kept.bundle(kept.made(name), service()))
    return examined(service(), bundle)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("thresholds")


@pytest.mark.parametrize("name", kept.names())
def test_the_first_evidence_of_a_finding_crossed_the_line_that_is_drawn(
    name: str, folder: Path
) -> None:
    for one in seen(name, folder).findings:
        assert_crosses_its_threshold(one)


@pytest.mark.parametrize("name", kept.names())
def test_a_figure_is_drawn_in_the_unit_of_its_evidence(name: str, folder: Path) -> None:
    for one in seen(name, folder).findings:
        for piece in one.evidence:
            if piece.series:  # a mean or the last value of a series lies within it
                values = [value for _, value in piece.series]
                assert min(values) * 0.99 <= piece.number <= max(values) * 1.01, piece.key


def test_some_of_the_kept_hosts_have_such_a_line(folder: Path) -> None:
    drawn = {
        one.check
        for name in kept.names()
        for one in seen(name, folder).findings
        if one.threshold is not None
    }

    assert {"cgroup_throttling", "cloud_allowance", "cpu_saturation", "numa_imbalance"} <= drawn
    assert drawn & FALLS_BELOW


@pytest.mark.parametrize(
    ("check", "value", "threshold"),
    [
        (RISING, 0.2, 0.2),
        (RISING, 0.3, 0.2),
        (RISING, 0.1, None),
        (FALLING, 0.2, 0.2),
        (FALLING, 0.1, 0.2),
        ("clock_step", -0.3, -0.1),
    ],
)
def test_a_value_on_the_line_or_beyond_it_has_crossed_it(
    check: str, value: float, threshold: float | None
) -> None:
    told = fact("pressure.some_share", value, resource="cpu")

    assert_crosses_its_threshold(finding(check, evidence=(told,), threshold=threshold))


@pytest.mark.parametrize(
    ("check", "value", "threshold"),
    [(RISING, 0.1, 0.2), (FALLING, 0.3, 0.2), ("clock_step", -0.3, 0.1)],
)
def test_a_line_that_was_not_crossed_is_seen(check: str, value: float, threshold: float) -> None:
    told = fact("pressure.some_share", value, resource="cpu")

    with pytest.raises(AssertionError):
        assert_crosses_its_threshold(finding(check, evidence=(told,), threshold=threshold))
