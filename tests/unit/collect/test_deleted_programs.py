import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.deleted_programs import deleted_programs
from hexascope.collect.contract import NotHere
from hexascope.domain.snapshot import Snapshot
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot


def seen(exe: str, *files: str, root: str = "/", namespace: str = "mnt:[1]") -> Snapshot:
    links: dict[str, str | NotHere] = {
        "/proc/12/exe": exe,
        "/proc/12/root": root,
        "/proc/12/ns/mnt": namespace,
        "/proc/self/ns/mnt": "mnt:[1]",
        "/proc/13/exe": "/usr/bin/cat",
        "/proc/14/exe": NotHere(Status.NOT_PRESENT, "a kernel thread has none"),
    }
    return snapshot(TextHost(dict.fromkeys(files, ""), links=links), deleted_programs)


def test_a_program_whose_path_exists_again_was_replaced() -> None:
    look = seen("/usr/bin/app (deleted)", "/usr/bin/app", "/usr/bin/cat")

    found = look.reading("program.file", path="/usr/bin/app", pid="12")
    assert found is not None
    assert found.value == "replaced"
    assert look.number("program.deleted_count") == 1


@pytest.mark.parametrize("files", [("/tmp/other",), ()])
def test_a_program_whose_path_is_empty_or_whose_folder_is_gone_is_gone(
    files: tuple[str, ...],
) -> None:
    found = seen("/tmp/x (deleted)", *files).reading("program.file", path="/tmp/x", pid="12")

    assert found is not None
    assert found.value == "gone"


def test_a_containers_program_is_looked_for_in_the_container() -> None:
    inside = "/proc/12/root/app/server"

    look = seen("/app/server (deleted)", inside, namespace="mnt:[2]")

    found = look.reading("program.file", path="/app/server", pid="12")
    assert found is not None
    assert found.value == "replaced"


def test_a_program_in_memory_says_so() -> None:
    found = seen("/memfd:runc (deleted)").reading("program.file", path="/memfd:runc", pid="12")

    assert found is not None
    assert found.value == "memory"


def test_a_host_without_deleted_programs_says_zero() -> None:
    assert seen("/usr/bin/app").number("program.deleted_count") == 0


def test_who_may_see_no_program_says_so() -> None:
    refused = NotHere(Status.NO_PERMISSION, "/proc/1/exe: Permission denied")

    look = snapshot(TextHost(links={"/proc/1/exe": refused}), deleted_programs)

    assert look.missing["program.deleted_count"].status is Status.NO_PERMISSION


@given(st.text(max_size=60))
def test_a_nonsensical_link_never_ends_the_look(target: str) -> None:
    seen(target + " (deleted)")
