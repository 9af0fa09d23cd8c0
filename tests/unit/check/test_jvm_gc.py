from hexascope.check.checks.jvm_gc import jvm_gc
from hexascope.domain.case import Case
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.groups import thread, thread_use


def host(collecting: float, working: float) -> Case:
    return case(
        fact("thread.count", 8.0),
        use(process(comm="java"), cpu_share=collecting + working),
        thread_use(thread(tid=1, comm="GC Thread#0"), collecting / 2),
        thread_use(thread(tid=2, comm="GC Thread#1"), collecting / 2),
        thread_use(thread(tid=3, comm="http-1"), working),
    )


def test_a_jvm_that_hardly_does_its_own_work_is_medium() -> None:
    [finding] = findings(jvm_gc, host(1.5, 0.1))

    assert (finding.severity, finding.harm) == (Severity.MEDIUM, Harm.WASTE)


def test_a_large_share_is_information() -> None:
    [finding] = findings(jvm_gc, host(0.8, 0.8))

    assert finding.severity is Severity.INFO


def test_a_collection_that_happens_to_fall_into_the_look_is_healthy() -> None:
    assert findings(jvm_gc, host(0.4, 0.1)) == []
    assert findings(jvm_gc, host(0.5, 1.5)) == []
