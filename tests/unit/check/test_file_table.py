import pytest

from hexascope.check.checks.file_table import file_table
from hexascope.domain.case import Case
from hexascope.domain.use import Aspect, Harm, Resource, Severity
from tests.support.cases import case, fact, findings, process, reading, use

MOST = 100_000.0


def about(used: float, *rows: object, left: float | None = None) -> Case:
    table = [
        reading("limits.used", used, table="files"),
        reading("limits.most", MOST, table="files"),
    ]
    share = fact("limits.share", used / MOST, table="files")
    soon = [] if left is None else [fact("limits.time_left", left, table="files")]
    return case(share, *soon, *rows, last=table)


@pytest.mark.parametrize(
    ("used", "severity", "harm"),
    [
        (80_000, Severity.LOW, Harm.BUSY),
        (94_999, Severity.LOW, Harm.BUSY),
        (95_000, Severity.HIGH, Harm.BUSY),
        (98_999, Severity.HIGH, Harm.BUSY),
        (99_000, Severity.CRITICAL, Harm.FAILING),
    ],
)
def test_the_fuller_the_table_the_worse(used: float, severity: Severity, harm: Harm) -> None:
    [finding] = findings(file_table, about(used))

    assert (finding.severity, finding.harm, finding.threshold) == (severity, harm, 0.80)
    assert finding.resource is Resource.DESCRIPTORS
    assert (finding.aspect is Aspect.ERRORS) == (severity is Severity.CRITICAL)


def test_below_the_limit_it_is_fine() -> None:
    assert findings(file_table, about(79_999)) == []


@pytest.mark.parametrize(("left", "found"), [(600.0, 1), (601.0, 0)])
def test_growth_that_fills_it_within_ten_minutes_is_told_early(left: float, found: int) -> None:
    said = findings(file_table, about(40_000, left=left))

    assert len(said) == found
    for one in said:
        assert (one.severity, one.harm, one.threshold) == (Severity.MEDIUM, Harm.WASTE, None)
        assert one.title.numbers() == {"share": 0.4, "left": left}


def test_a_start_up_on_an_empty_table_is_fine() -> None:
    assert findings(file_table, about(39_999, left=60.0)) == []


def test_who_holds_most_is_the_culprit_with_its_share() -> None:
    workers = [use(process(pid=pid, ppid=9, comm="worker", descriptors=20_000)) for pid in (10, 11)]
    other = use(process(pid=12, comm="other", descriptors=30_000))

    [finding] = findings(file_table, about(80_000, *workers, other))

    assert finding.culprit is not None
    assert (set(finding.culprit.pids), finding.culprit.share) == ({10, 11}, 0.5)
    assert finding.description.numbers() == {"held": 40_000.0}
    assert [one.remedy for one in finding.proposals] == ["fix_descriptor_leak", "set_sysctl"]


def test_without_a_view_of_descriptors_the_setting_is_named() -> None:
    [finding] = findings(file_table, about(90_000, use(process(descriptors=None))))

    assert finding.culprit is not None
    assert finding.culprit.name == "fs.file-max"


def test_other_tables_are_not_its_business() -> None:
    assert findings(file_table, case(fact("limits.share", 1.0, table="tasks"))) == []


def test_a_host_without_a_limit_of_open_files_is_fine() -> None:
    assert findings(file_table, case(fact("limits.share", 0.0, table="files"))) == []
