from dataclasses import replace

from hexascope.check.checks.hot_function import hot_function
from hexascope.check.judge import judge
from hexascope.check.known_links import LINKS
from hexascope.check.links import explained
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.finding import Finding
from hexascope.domain.snapshot import Missing
from hexascope.domain.use import Severity, Status
from hexascope.words import render
from tests.support.cases import case, fact, findings, process, reading, use
from tests.support.entities import entity
from tests.support.probes import blamed


def profiled(share: float, *, samples: float = 100.0, frame: str = "deflate") -> Case:
    row = process(pid=7, comm="gzip")
    return case(
        use(row, cpu_share=0.9),
        fact("process.count", 1.0),
        last=(
            row,
            reading("profile.samples", samples, pid="7"),
            reading("profile.top_share", share, frame=frame, pid="7"),
            reading("profile.top_share", 0.1, frame="crc32", pid="7"),
            reading("profile.top_share", 0.99, frame="other", pid="8"),
        ),
    )


def test_one_function_that_takes_half_of_the_time_is_told() -> None:
    [finding] = findings(hot_function, profiled(0.5))

    assert finding.severity is Severity.INFO
    assert render(finding.title) == "gzip spends 50% of its CPU time in deflate"
    assert finding.culprit is not None
    assert finding.culprit.pid == 7


def test_a_function_of_the_kernel_is_named_as_one() -> None:
    [finding] = findings(hot_function, profiled(0.8, frame="read_zero_[k]"))

    assert render(finding.title) == "gzip spends 80% of its CPU time in read_zero of the kernel"


def test_time_that_is_spread_is_nothing_to_tell() -> None:
    assert findings(hot_function, profiled(0.49)) == []


def test_a_few_samples_say_nothing() -> None:
    assert findings(hot_function, profiled(0.9, samples=29.0)) == []
    assert findings(hot_function, profiled(0.9, samples=30.0)) != []


def test_what_has_no_name_is_no_function() -> None:
    assert findings(hot_function, profiled(0.9, frame="[unknown] (gzip)")) == []


def test_a_hostile_name_is_told_as_it_is_and_breaks_nothing() -> None:
    [finding] = findings(hot_function, profiled(0.9, frame="{0}{share:x}\x1b[2J"))

    assert "{0}" in render(finding.title)


def test_without_a_probe_it_is_silently_left_out_and_with_a_failed_one_unjudged() -> None:
    def judged(status: Status) -> object:
        why = Missing("profile.samples", status, "because")
        return judge(case(last=(why,)), {"hot_function": hot_function}, strict=False).unjudged

    assert judged(Status.NOT_ASKED) == ()
    assert judged(Status.NO_PERMISSION) != ()


def test_it_is_a_detail_of_the_finding_that_blames_the_same_program() -> None:
    def of(check: str, pid: int) -> Finding:
        made = blamed(entity(EntityKind.PROCESS, "gzip", pid), check)
        return replace(made, id=f"{check}-{pid}")

    saturated = of("cpu_saturation", 7)
    causes = explained((of("hot_function", 7), of("hot_function", 8), saturated), LINKS)

    assert causes == {"hot_function-7": (saturated.id,)}
