from hexascope.derive.coverage import BESIDE, CHECKLIST, coverage
from hexascope.domain.families import families
from hexascope.domain.snapshot import Missing
from hexascope.domain.use import Status
from tests.support.cases import case, fact


def test_the_checklist_has_its_42_cells_each_once() -> None:
    cells = [(row.component, row.aspect) for row in CHECKLIST]

    assert len(cells) == len(set(cells)) == 42
    assert len({component for component, _ in cells}) == 14


def test_of_a_host_that_shows_nothing_every_cell_has_a_reason_and_none_is_measured() -> None:
    cells = coverage(case())

    assert len(cells) == len(CHECKLIST) + len(BESIDE)
    assert all(one.status is not Status.MEASURED and one.reason for one in cells)


def test_a_cell_names_what_measured_it_and_pressure_only_that_of_its_resource() -> None:
    about = case(
        fact("pressure.some_share", 0.1, resource="cpu"),
        fact("pressure.some_share", 0.2, resource="memory"),
    )

    cells = {(one.component, one.aspect): one for one in coverage(about)}

    assert cells["cpu", "saturation"].evidence == ("pressure.some_share{resource=cpu}",)
    assert cells["cpu", "saturation"].status is Status.MEASURED


def test_a_cell_gives_the_reason_of_what_is_missing() -> None:
    about = case(Missing("pressure.some_time", Status.NOT_SUPPORTED, "psi=0"))

    cells = {(one.component, one.aspect): one for one in coverage(about)}

    assert cells["pressure", "saturation"].status is Status.NOT_SUPPORTED
    assert cells["pressure", "saturation"].reason == "psi=0"


def test_a_cell_prefers_the_reason_that_a_privilege_would_remove() -> None:
    about = case(
        Missing("disk.error_count", Status.VIRTUAL, "no drive here counts"),
        Missing("log.lines", Status.NO_PERMISSION, "root may read it"),
    )

    cells = {(one.component, one.aspect): one for one in coverage(about)}

    assert cells["storage_io", "errors"].status is Status.NO_PERMISSION
    assert cells["storage_io", "errors"].reason == "root may read it"


def test_cells_on_processes_are_unknown_where_those_of_others_are_hidden() -> None:
    hidden = Missing("process.count", Status.NO_PERMISSION, "hidepid")
    facts = (fact("process.count", 2), fact("thread.count", 9))

    blind = {(one.component, one.aspect): one for one in coverage(case(*facts, last=[hidden]))}
    seeing = {(one.component, one.aspect): one for one in coverage(case(*facts))}

    for cell in (("user_mutex", "saturation"), ("file_descriptors", "errors")):
        assert (blind[cell].status, blind[cell].reason) == (Status.NO_PERMISSION, "hidepid")
        assert seeing[cell].status is Status.MEASURED


def test_errors_of_the_ways_to_devices_are_missing_for_their_own_reason() -> None:
    about = case(Missing("interconnect.pcie_errors", Status.NOT_PRESENT, "no device counts"))

    cells = {(one.component, one.aspect): one for one in coverage(about)}

    assert cells["io_interconnect", "errors"].reason == "no device counts"
    assert "PMU" in cells["io_interconnect", "saturation"].reason


def test_every_family_that_measures_a_cell_is_declared() -> None:
    named = {name for row in (*CHECKLIST, *BESIDE) for name in row.families}

    assert not named - families().keys()
