from hexascope.check.checks.out_of_date_program import out_of_date_program
from hexascope.domain.case import Case
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings, process, use


def host(path: str, fate: str) -> Case:
    return case(
        fact("program.deleted_count", 2.0),
        *(fact("program.file", fate, path=path, pid=pid) for pid in ("11", "12")),
        *(use(process(pid=pid, comm="sshd")) for pid in (11, 12)),
    )


def test_an_upgraded_daemon_is_information_and_one_finding_for_all_its_processes() -> None:
    [finding] = findings(out_of_date_program, host("/usr/sbin/sshd", "replaced"))

    assert finding.severity is Severity.INFO
    assert finding.own_severity is Severity.LOW
    assert finding.culprit is not None
    assert finding.culprit.pids == (11, 12)


def test_a_versioned_folder_that_an_upgrade_took_away_counts_too() -> None:
    assert findings(out_of_date_program, host("/usr/lib/postgresql/15/bin/postgres", "gone"))


def test_a_program_that_is_gone_from_a_folder_of_everybody_is_none() -> None:
    assert findings(out_of_date_program, host("/tmp/x", "gone")) == []
