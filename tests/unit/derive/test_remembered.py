"""What memory adds to a case: what is usual, and what stands beside findings."""

from dataclasses import replace
from typing import Any

import pytest

from hexascope.derive.remembered import asides, with_memory
from hexascope.domain.case import Case
from hexascope.domain.entity import Identity
from hexascope.domain.examination import Cell
from hexascope.domain.history import History
from hexascope.domain.memory import Fact, Hours, Memory, Standing, hours
from hexascope.domain.use import Resource, Severity, Status, Unit, When
from tests.support.cases import case, fact
from tests.support.panel import finding, process_entity

AWAIT = fact("disk.await", 0.04, device="vda")
SLOW = finding(
    "disk_latency",
    evidence=(AWAIT,),
    resource=Resource.DISK,
    culprit=process_entity("postgres", identity=Identity(unit="postgresql.service")),
    severity=Severity.HIGH,
)
NOON = 12 * 60


def usual(*values: float, key: str = AWAIT.key) -> Memory:
    return Memory(history=History(values={key: values}), minute=NOON)


def known(**fields: Any) -> Fact:
    defaults: dict[str, Any] = {
        "id": "1",
        "words": "nightly backup loads the disk",
        "standing": Standing.CONFIRMED,
        "by": "user",
        "time": "2026-11-21T06:00:00.000Z",
    }
    return Fact(**{**defaults, **fields})


def remembered(memory: Memory, about: Case | None = None) -> Case:
    return with_memory(about or case(AWAIT, findings=(SLOW,)), memory)


def test_what_findings_cite_has_its_median_its_ratio_and_what_these_rest_on() -> None:
    made = remembered(usual(0.01, 0.02, 0.02, 0.02, 0.5))

    labels = {"device": "vda", "of": "disk.await"}
    median = made.one("history.median", **labels)
    assert median is not None
    assert (median.value, median.unit, median.resource) == (0.02, Unit.SECONDS, AWAIT.resource)
    assert made.number("history.ratio", **labels) == pytest.approx(2.0)
    assert made.number("history.count", **labels) == 5
    assert median.key == "history.median{device=vda,of=disk.await}"


def test_what_the_coverage_cites_has_it_too() -> None:
    used = fact("memory.utilization", 0.5)
    cell = Cell(
        component="memory",
        aspect="utilization",
        status=Status.MEASURED,
        evidence=("memory.utilization",),
    )
    about = replace(case(used), coverage=(cell,))

    made = remembered(usual(*[0.25] * 6, key="memory.utilization"), about)
    assert made.number("history.ratio", of="memory.utilization") == pytest.approx(2.0)


def test_four_examinations_are_too_few_to_call_anything_usual() -> None:
    made = remembered(usual(0.02, 0.02, 0.02, 0.02))

    assert not made.has("history.median")
    assert asides(made) == ()


def test_only_the_latest_twenty_count() -> None:
    made = remembered(usual(*[9.0] * 30, *[0.02] * 20))

    assert made.number("history.median", device="vda", of="disk.await") == 0.02
    assert made.number("history.count", device="vda", of="disk.await") == 20


def test_where_usually_there_is_nothing_there_is_no_ratio() -> None:
    made = remembered(usual(*[0.0] * 5))

    assert made.number("history.median", device="vda", of="disk.await") == 0.0
    assert not made.has("history.ratio")
    assert asides(made) == ()


@pytest.mark.parametrize(
    ("median", "told"),
    [(0.04 / 1.5, True), (0.04 / 1.49, False), (0.04 / 0.67, True), (0.04 / 0.68, False)],
)
def test_a_main_evidence_far_from_usual_is_told_beside_its_finding(
    median: float, told: bool
) -> None:
    found = asides(remembered(usual(*[median] * 5)))

    assert bool(found) is told
    if told:
        assert (found[0].finding, found[0].key, found[0].examinations) == (SLOW.id, AWAIT.key, 5)


def test_what_is_past_has_nothing_beside_it() -> None:
    about = case(AWAIT, findings=(replace(SLOW, when=When.PAST),))

    assert asides(remembered(usual(*[0.01] * 5), about)) == ()


@pytest.mark.parametrize(
    ("fields", "covers"),
    [
        ({"resource": Resource.DISK}, True),
        ({"resource": Resource.CPU}, False),
        ({"subject": "postgres"}, True),
        ({"subject": "PostgreSQL.service"}, True),
        ({"subject": "postgresql"}, True),
        ({"subject": "nginx"}, False),
        ({"resource": Resource.DISK, "subject": "nginx"}, False),
        ({"resource": Resource.DISK, "hours": Hours(NOON, NOON + 1)}, True),
        ({"resource": Resource.DISK, "hours": Hours(NOON - 60, NOON)}, False),
        ({"resource": Resource.DISK, "hours": Hours(NOON + 1, NOON)}, False),
        ({"resource": Resource.DISK, "hours": Hours(23 * 60, NOON + 1)}, True),
        ({"resource": Resource.DISK, "standing": Standing.PROPOSED}, False),
        ({"hours": Hours(0, 24 * 60)}, False),
        ({}, False),
    ],
)
def test_a_confirmed_fact_that_fits_in_all_that_it_names_stands_beside_a_finding(
    fields: dict[str, Any], covers: bool
) -> None:
    found = asides(remembered(Memory(facts=(known(**fields),), minute=NOON)))

    assert bool(found) is covers


def test_what_is_known_hides_and_lowers_nothing() -> None:
    fitting = known(resource=Resource.DISK, hours=Hours(0, 24 * 60))
    made = remembered(Memory(facts=(fitting,), minute=NOON))

    assert made.findings == (SLOW,)
    assert asides(made)[0].known == ("nightly backup loads the disk (00:00-24:00)",)


def test_without_the_time_of_day_no_fact_is_held_to_cover_anything() -> None:
    assert asides(remembered(Memory(facts=(known(resource=Resource.DISK),)))) == ()


@pytest.mark.parametrize("words", ["02:00-03:00", "23:30-01:00", "00:00-24:00", "2:00 - 3:00"])
def test_hours_are_read(words: str) -> None:
    assert str(hours(words)).replace("0", "") == words.replace(" ", "").replace("0", "")


@pytest.mark.parametrize(
    "words",
    ["", "2-3", "02:00-02:00", "24:00-00:00", "12:60-13:00", "00:00-24:01", "x", "99:99-0:0"],
)
def test_what_are_no_hours_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="hours"):
        hours(words)
