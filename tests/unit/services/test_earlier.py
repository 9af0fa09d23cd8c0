from dataclasses import replace

import pytest

from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.families import evidence
from hexascope.domain.finding import Finding, finding_id
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, When
from hexascope.services.earlier import MOST_EARLIER, with_earlier

NOW, THEN, BEFORE = (
    "2026-11-21T12:00:00.000Z",
    "2026-11-21T03:10:00.000Z",
    "2026-11-21T03:00:00.000Z",
)


def finding(name: str, severity: Severity = Severity.HIGH, time: str = THEN) -> Finding:
    culprit = Entity(kind=EntityKind.DEVICE, name=name)
    return Finding(
        id=finding_id("disk_busy", culprit),
        check="disk_busy",
        resource=Resource.DISK,
        aspect=Aspect.UTILIZATION,
        severity=severity,
        own_severity=severity,
        title=text("{name} is busy", name=name),
        description=text("It is."),
        culprit=culprit,
        victims=(),
        evidence=(evidence("disk.utilization", 0.99, source="/proc/diskstats", device=name),),
        recommendation=text("Wait."),
        proposals=(),
        confidence=80,
        harm=Harm.WAITING,
        time=time,
        when=When.NOW,
    )


def test_what_was_stands_behind_what_is_and_keeps_its_own_severity_and_time() -> None:
    [now, past] = with_earlier([finding("vda", time=NOW)], [[finding("vdb", Severity.CRITICAL)]])

    assert now.when is When.NOW
    assert now.severity is Severity.HIGH
    assert past.when is When.PAST
    assert (past.severity, past.own_severity) == (Severity.INFO, Severity.CRITICAL)
    assert past.time == THEN


def test_what_is_still_so_is_not_told_twice() -> None:
    [only] = with_earlier([finding("vda", time=NOW)], [[finding("vda", Severity.CRITICAL)]])

    assert (only.time, only.when) == (NOW, When.NOW)


def test_of_several_windows_the_worst_is_told_and_of_equals_the_last() -> None:
    mild, worse = finding("vda", Severity.LOW, THEN), finding("vda", Severity.HIGH, BEFORE)
    [told] = with_earlier([], [[mild], [worse]])
    assert told.time == BEFORE

    [told] = with_earlier([], [[finding("vda", time=BEFORE)], [finding("vda", time=THEN)]])
    assert told.time == THEN


def test_evidence_of_the_past_has_a_name_of_its_own() -> None:
    [past] = with_earlier([], [[finding("vda")]])

    assert past.keys == (f"disk.utilization{{at={THEN},device=vda}}",)


@pytest.mark.parametrize(
    "note",
    [
        finding("vda", Severity.INFO),
        replace(finding("vda"), standing=True),
        replace(finding("vda"), when=When.PAST),
    ],
)
def test_notes_standing_conditions_and_what_was_past_even_then_are_left_out(note: Finding) -> None:
    assert with_earlier([], [[note]]) == ()


def test_the_worst_are_kept_of_too_many() -> None:
    many = [finding(f"vd{number}", Severity.LOW) for number in range(MOST_EARLIER + 5)]
    told = with_earlier([], [[*many, finding("sda", Severity.CRITICAL)]])

    assert len(told) == MOST_EARLIER
    assert told[0].own_severity is Severity.CRITICAL


def test_links_lead_to_findings_that_are_told_only() -> None:
    one, other = finding("vda"), finding("vdb")
    told = with_earlier([], [[replace(one, explains=(other.id, "gone"), explained_by=("gone",))]])

    assert told[0].explains == ()
    assert told[0].explained_by == ()
