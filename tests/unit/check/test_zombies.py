from hexascope.check.checks.zombies import zombies
from hexascope.domain.case import Case
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use


def host(number: int, states: str = "ZZ", **fields: object) -> Case:
    dead = [
        use(process(pid=100 + n, ppid=50, comm="gone", state="Z"), states=states, **fields)
        for n in range(number)
    ]
    return case(fact("process.count", 300.0), use(process(pid=50, comm="spawner")), *dead)


def test_many_unreaped_children_are_the_fault_of_their_parent() -> None:
    [finding] = findings(zombies, host(150))

    assert finding.culprit is not None
    assert (finding.culprit.name, finding.culprit.pid) == ("spawner", 50)
    assert finding.severity is Severity.MEDIUM
    assert finding.harm is Harm.WASTE


def test_a_few_more_than_the_limit_that_do_not_grow_are_low() -> None:
    [finding] = findings(zombies, host(20))

    assert finding.severity is Severity.LOW
    assert set(finding.description.numbers()) == set()


def test_growth_makes_it_medium() -> None:
    [finding] = findings(zombies, host(20, states="SZZ"))

    assert finding.severity is Severity.MEDIUM


def test_one_zombie_is_nothing_and_so_are_nineteen() -> None:
    assert findings(zombies, host(1)) == []
    assert findings(zombies, host(19)) == []


def test_children_that_only_one_look_saw_dead_may_be_reaped_a_moment_later() -> None:
    assert findings(zombies, host(200, states="Z")) == []
