from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.memory_errors import FOLDER, MOST_CONTROLLERS, memory_errors
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


def test_no_more_controllers_are_read_than_the_limit() -> None:
    seen = snapshot(host(*[("0", "0")] * (MOST_CONTROLLERS + 9)), memory_errors)

    assert len(list(seen.of("memory.corrected_errors"))) == MOST_CONTROLLERS


@given(st.text(max_size=40), st.text(max_size=40))
def test_nonsense_never_ends_a_look(corrected: str, uncorrected: str) -> None:
    assert snapshot(host((corrected, uncorrected)), memory_errors).at == 100.0
