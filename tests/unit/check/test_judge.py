from collections.abc import Iterator
from dataclasses import dataclass, replace

from hexascope.check.contract import Check, NoLimits, check, limit
from hexascope.check.judge import judge
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.finding import Found
from hexascope.domain.snapshot import Missing
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Resource, Severity, Status, Unit, When
from tests.support.cases import case, fact
from tests.support.entities import entity

WAITING = "pressure.some_share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """One limit."""

    high: float = limit(0.2, Unit.RATIO, "much", source="ours")


def made(*several: Found, needs: tuple[str, ...] = (WAITING,)) -> dict[str, Check]:
    @check(resource=Resource.CPU, aspect=Aspect.SATURATION, needs=needs, limits=Limits)
    def sample(_case: Case, _limits: Limits) -> Iterator[Found]:
        """Give what the test wants."""
        yield from several

    return {"sample": sample}


def found(
    severity: Severity = Severity.HIGH,
    *,
    share: float = 0.47,
    who: str = "worker",
    when: When = When.NOW,
    standing: bool = False,
) -> Found:
    return Found(
        severity=severity,
        title=text("{share:percent}", share=share),
        evidence=(fact(WAITING, 0.47, resource="cpu"),),
        culprit=entity(EntityKind.PROCESS, who),
        when=when,
        standing=standing,
    )


ABOUT = case(fact(WAITING, 0.47, resource="cpu"))


def test_a_check_that_the_source_can_not_decide_is_unjudged_though_it_has_its_evidence() -> None:
    reason = Missing("check sample", Status.NOT_SUPPORTED, "means of minutes hide it")
    about = replace(
        ABOUT,
        window=replace(
            ABOUT.window, last=replace(ABOUT.window.last, missing={reason.name: reason})
        ),
    )

    judged = judge(about, made(found()))

    assert judged.findings == ()
    assert [(one.check, one.reason) for one in judged.unjudged] == [
        ("sample", "means of minutes hide it")
    ]


def test_a_check_without_its_evidence_is_unjudged_with_the_reason() -> None:
    about = case(Missing(WAITING, Status.NO_PERMISSION, "not allowed"))

    judged = judge(about, made(found()))

    assert judged.findings == ()
    assert [(one.check, one.missing, one.reason) for one in judged.unjudged] == [
        ("sample", WAITING, "not allowed")
    ]


def test_a_number_that_no_evidence_bears_out_is_struck_and_told() -> None:
    judged = judge(ABOUT, made(found(share=0.99)))

    assert judged.findings == ()
    assert "struck" in judged.unjudged[0].reason
    assert "share=0.99" in judged.unjudged[0].reason


def test_a_limit_is_a_number_that_may_be_stated() -> None:
    assert judge(ABOUT, made(found(share=0.2))).findings


def test_a_finding_without_evidence_is_struck() -> None:
    bare = Found(severity=Severity.HIGH, title=text("Bad."), evidence=())

    assert "no evidence" in judge(ABOUT, made(bare)).unjudged[0].reason


def test_a_standing_condition_is_information_unless_asked_to_be_strict() -> None:
    standing = made(found(standing=True))

    [lenient] = judge(ABOUT, standing).findings
    [strict] = judge(ABOUT, standing, strict=True).findings

    assert (lenient.severity, lenient.own_severity) == (Severity.INFO, Severity.HIGH)
    assert strict.severity is Severity.HIGH


def test_what_is_past_is_information_even_when_strict() -> None:
    [finding] = judge(ABOUT, made(found(when=When.PAST)), strict=True).findings

    assert finding.severity is Severity.INFO
    assert finding.when is When.PAST


def test_of_two_findings_on_one_culprit_the_worse_stays() -> None:
    [finding] = judge(ABOUT, made(found(Severity.LOW), found(Severity.CRITICAL))).findings

    assert finding.severity is Severity.CRITICAL


def test_a_findings_id_is_the_same_next_time_and_differs_by_culprit() -> None:
    first, other = judge(ABOUT, made(found(), found(who="other"))).findings
    [again, _] = judge(ABOUT, made(found(), found(who="other"))).findings

    assert first.id == again.id != other.id
    assert len(first.id) == 16


def test_at_most_twenty_findings_of_one_check_are_kept_the_worst_ones() -> None:
    many = [found(Severity.LOW, who=f"w{number}") for number in range(30)]

    findings = judge(ABOUT, made(*many, found(Severity.HIGH, who="worst"))).findings

    assert len(findings) == 20
    assert findings[0].severity is Severity.HIGH


def test_a_scope_leaves_out_the_checks_of_other_resources() -> None:
    judged = judge(ABOUT, made(found()), scope=frozenset({Resource.DISK}))

    assert (judged.findings, judged.unjudged) == ((), ())


def test_a_check_that_breaks_on_its_evidence_is_unjudged_and_the_others_go_on() -> None:
    @check(resource=Resource.CPU, aspect=Aspect.ERRORS, needs=(WAITING,), limits=NoLimits)
    def breaks(_case: Case, _limits: NoLimits) -> Iterator[Found]:
        """Divide by zero."""
        yield found(share=1 / 0)

    judged = judge(ABOUT, {"breaks": breaks, **made(found())})

    assert len(judged.findings) == 1
    assert "made no sense" in judged.unjudged[0].reason


def test_a_claim_with_a_number_beyond_all_floats_is_struck_and_ends_nothing() -> None:
    judged = judge(ABOUT, made(found(share=10**400), found(who="other")))

    assert [one.check for one in judged.findings] == ["sample"]
    assert "struck" in judged.unjudged[0].reason


def test_what_was_seen_in_part_only_is_judged_and_told_with_the_reason() -> None:
    rest = Missing(WAITING, Status.NO_PERMISSION, "those of others can't be seen")
    last = replace(ABOUT.window.last, missing={WAITING: rest})
    about = replace(ABOUT, window=replace(ABOUT.window, last=last))

    judged = judge(about, made(found()))

    assert [one.check for one in judged.findings] == ["sample"]
    assert [(one.check, one.reason) for one in judged.unjudged] == [("sample", rest.reason)]
