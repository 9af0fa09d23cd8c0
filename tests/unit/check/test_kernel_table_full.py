import pytest

from hexascope.check.checks.kernel_table_full import TABLES, kernel_table_full
from hexascope.domain.case import Case
from hexascope.domain.use import Aspect, Harm, Severity
from tests.support.cases import case, fact, findings, reading


def about(share: float, table: str = "tasks", most: float = 1000.0) -> Case:
    return case(
        fact("limits.share", share, table=table),
        last=[reading("limits.most", most, table=table)],
    )


@pytest.mark.parametrize(
    ("share", "severity", "harm", "aspect"),
    [
        (0.80, Severity.LOW, Harm.BUSY, Aspect.UTILIZATION),
        (0.949, Severity.LOW, Harm.BUSY, Aspect.UTILIZATION),
        (0.95, Severity.HIGH, Harm.BUSY, Aspect.UTILIZATION),
        (1.0, Severity.CRITICAL, Harm.FAILING, Aspect.ERRORS),
    ],
)
def test_the_fuller_a_table_the_worse(
    share: float, severity: Severity, harm: Harm, aspect: Aspect
) -> None:
    [finding] = findings(kernel_table_full, about(share))

    assert (finding.severity, finding.harm, finding.aspect) == (severity, harm, aspect)
    assert finding.threshold == 0.80


@pytest.mark.parametrize("table", TABLES)
def test_each_table_names_its_setting_and_what_is_in_it(table: str) -> None:
    [finding] = findings(kernel_table_full, about(0.9, table))

    assert finding.culprit
    assert finding.culprit.name == TABLES[table].sysctl
    assert finding.title.numbers() == {"share": 0.9}


def test_twice_the_limit_is_proposed_but_not_for_a_setting_of_four_numbers() -> None:
    [finding] = findings(kernel_table_full, about(0.9, "aio", most=65536))
    [semaphores] = findings(kernel_table_full, about(0.9, "semaphores"))

    assert dict(finding.proposals[0].parameters) == {"sysctl": "fs.aio-max-nr", "value": "131072"}
    assert semaphores.proposals == ()


def test_below_the_limit_and_the_table_of_files_are_not_for_this_check() -> None:
    assert findings(kernel_table_full, about(0.79)) == []
    assert findings(kernel_table_full, about(0.99, "files")) == []
