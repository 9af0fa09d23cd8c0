import pytest

from hexascope.check.checks.past_pressure import past_pressure
from hexascope.check.judge import judge
from hexascope.domain.case import Case
from hexascope.domain.finding import Finding
from hexascope.domain.use import Resource, Severity, When
from tests.support.cases import case, fact, findings, process, use


def pressed(
    resource: str = "cpu",
    *,
    minute: float = 0.0,
    five: float = 0.0,
    now: float = 0.0,
    more: tuple[object, ...] = (),
) -> Case:
    kind = "some" if resource == "cpu" else "full"
    return case(
        fact("pressure.average", minute, kind=kind, over="60s", resource=resource),
        fact("pressure.average", five, kind=kind, over="300s", resource=resource),
        fact(f"pressure.{kind}_share", now, resource=resource),
        fact("pressure.some_share", now, resource=resource),
        fact("host.since_boot", 10_000.0),
        *more,
    )


def only(about: Case) -> Finding:
    [found] = findings(past_pressure, about)
    return found


def test_a_spike_that_is_over_is_told_as_past() -> None:
    found = only(pressed(minute=0.22, five=0.06, now=0.01))

    assert found.when is When.PAST
    assert (found.severity, found.own_severity) == (Severity.INFO, Severity.MEDIUM)
    assert found.resource is Resource.CPU
    assert found.keys[0] == "pressure.average{kind=some,over=60s,resource=cpu}"
    assert found.culprit is None


@pytest.mark.parametrize(
    ("resource", "limit", "of"),
    [("cpu", 0.15, Resource.CPU), ("memory", 0.10, Resource.MEMORY), ("io", 0.30, Resource.DISK)],
)
def test_each_resource_has_its_own_limit(resource: str, limit: float, of: Resource) -> None:
    assert only(pressed(resource, five=limit)).resource is of
    assert findings(past_pressure, pressed(resource, five=limit - 0.001)) == []


def test_pressure_that_goes_on_is_not_past() -> None:
    assert only(pressed(minute=0.40, now=0.10)).when is When.PAST
    assert findings(past_pressure, pressed(minute=0.40, now=0.11)) == []


def test_who_used_the_time_since_it_started_and_none_now_is_named() -> None:
    storm = use(process(pid=70, comm="batch", start_s=9_970.0, children_user_s=38.0), cpu_share=0.0)
    found = only(pressed(minute=0.22, more=(storm,)))

    assert found.culprit is not None
    assert found.culprit.pid == 70
    assert {one.key: one.value for one in found.evidence}["past.cpu_used{pid=70}"] == 38.0


@pytest.mark.parametrize(
    "other",
    [
        use(process(pid=70, start_s=9_970.0, children_user_s=38.0), cpu_share=0.9),  # still busy
        use(process(pid=70, start_s=9_000.0, children_user_s=900.0)),  # too old to know when
        use(process(pid=70, start_s=9_970.0, user_s=14.0)),  # under half a CPU
    ],
)
def test_who_is_busy_still_or_old_or_light_is_not_blamed(other: object) -> None:
    assert only(pressed(minute=0.22, more=(other,))).culprit is None


def test_without_the_kernels_means_it_is_unjudged() -> None:
    about = case(fact("pressure.some_share", 0.0, resource="cpu"))
    judged = judge(about, {"past_pressure": past_pressure})

    assert judged.findings == ()
    assert [one.missing for one in judged.unjudged] == ["pressure.average"]
