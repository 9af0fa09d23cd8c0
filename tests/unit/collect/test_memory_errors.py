import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.memory_errors import FOLDER, MOST_CONTROLLERS, memory_errors
from hexascope.collect.contract import NotHere
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot


def host(*counts: tuple[str, str]) -> TextHost:
    files: dict[str, str] = {f"{FOLDER}/power/control": "auto\n"}
    for number, (corrected, uncorrected) in enumerate(counts):
        files[f"{FOLDER}/mc{number}/ce_count"] = corrected
        files[f"{FOLDER}/mc{number}/ue_count"] = uncorrected
    return TextHost(files)


def test_each_controller_tells_what_it_corrected_and_what_it_could_not() -> None:
    seen = snapshot(host(("7\n", "0\n"), ("0\n", "1\n")), memory_errors)

    assert seen.number("memory.corrected_errors", controller="mc0") == 7
    assert seen.number("memory.uncorrected_errors", controller="mc1") == 1


def test_without_a_controller_that_reports_it_is_not_read_as_no_errors() -> None:
    for about in (host(), TextHost()):
        seen = snapshot(about, memory_errors)

        assert seen.missing["memory.corrected_errors"].status is Status.NOT_PRESENT
        assert seen.number("memory.corrected_errors", controller="mc0") is None


def test_folders_that_are_no_controller_are_left_out() -> None:
    about = TextHost({f"{FOLDER}/mc0/ce_count": "0\n", f"{FOLDER}/mc_log/ce_count": "9\n"})

    assert len(list(snapshot(about, memory_errors).of("memory.corrected_errors"))) == 1


@pytest.mark.parametrize(
    ("count", "status"),
    [
        ("many\n", Status.UNREADABLE),
        ("", Status.UNREADABLE),
        (NotHere(Status.NO_PERMISSION, "Permission denied"), Status.NO_PERMISSION),
    ],
)
def test_a_controller_that_can_not_be_read_does_not_hide_the_others(
    count: str | NotHere, status: Status
) -> None:
    files = {**host(("7\n", "0\n"), ("8\n", "1\n")).files, f"{FOLDER}/mc0/ue_count": count}

    seen = snapshot(TextHost(files), memory_errors)

    assert seen.number("memory.corrected_errors", controller="mc0") == 7
    assert seen.number("memory.uncorrected_errors", controller="mc1") == 1
    assert seen.missing["memory.uncorrected_errors{controller=mc0}"].status is status


def test_when_no_controller_can_be_read_the_reason_is_that_of_the_first() -> None:
    denied = NotHere(Status.NO_PERMISSION, "Permission denied")
    files = {**host(("7\n", "many\n"), ("7\n", "0")).files, f"{FOLDER}/mc1/ue_count": denied}

    seen = snapshot(TextHost(files), memory_errors)

    told = seen.missing["memory.uncorrected_errors"]
    assert told.status is Status.UNREADABLE
    assert f"{FOLDER}/mc0/ue_count" in told.reason
    assert "memory.corrected_errors" not in seen.missing


def test_no_more_controllers_are_read_than_the_limit_and_the_cut_is_told() -> None:
    seen = snapshot(host(*[("0", "0")] * (MOST_CONTROLLERS + 9)), memory_errors)

    names = {dict(one.labels)["controller"] for one in seen.of("memory.corrected_errors")}
    assert names == {f"mc{number}" for number in range(MOST_CONTROLLERS)}
    for family in memory_errors.gives:
        assert seen.missing[family].reason.startswith("sampled: ")
        assert seen.missing[family].status is Status.UNREADABLE


def test_as_many_controllers_as_the_limit_are_all_of_them() -> None:
    assert not snapshot(host(*[("0", "0")] * MOST_CONTROLLERS), memory_errors).missing


@given(st.text(max_size=40), st.text(max_size=40))
def test_nonsense_gives_a_value_or_a_reason(corrected: str, uncorrected: str) -> None:
    seen = snapshot(host((corrected, uncorrected)), memory_errors)

    for family in memory_errors.gives:
        assert family in seen.readings or family in seen.missing


@given(st.lists(st.text(max_size=12), max_size=5))
def test_strange_names_of_folders_never_end_a_look(names: list[str]) -> None:
    files = {f"{FOLDER}/mc{name}/ce_count": "1\n" for name in names}

    assert "memory.uncorrected_errors" in snapshot(TextHost(files), memory_errors).missing
