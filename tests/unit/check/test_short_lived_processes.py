from hexascope.check.checks.short_lived_processes import short_lived_processes
from hexascope.domain.case import Case
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings, process, use


def host(number: int, cpu: float = 0.05) -> Case:
    return case(
        fact("process.count", 90.0),
        use(process(pid=40, comm="cron")),
        *(
            use(process(pid=100 + n, ppid=40, comm="job"), was_new=True, cpu_share=cpu)
            for n in range(number)
        ),
    )


def test_a_burst_of_processes_below_one_parent_is_information() -> None:
    [finding] = findings(short_lived_processes, host(20))

    assert finding.severity is Severity.INFO
    assert finding.culprit is not None
    assert finding.culprit.name == "cron"


def test_a_few_or_cheap_ones_are_not_told() -> None:
    assert findings(short_lived_processes, host(19)) == []
    assert findings(short_lived_processes, host(40, cpu=0.0)) == []
