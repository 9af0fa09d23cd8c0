import pytest
from hypothesis import given
from hypothesis import strategies as some

from hexascope.domain.errors import BadJob
from hexascope.sandbox.contract import (
    LONGEST_SOURCE,
    MOST_FILES,
    MOST_INPUT,
    Job,
    Level,
    Limits,
    Ran,
    Why,
)


@pytest.mark.parametrize("name", ["evidence.json", "a", "A-1_b.csv", "x" * 100, "a..b"])
def test_a_plain_name_may_be_that_of_a_file(name: str) -> None:
    assert Job(source="", files={name: b""}).files == {name: b""}


@pytest.mark.parametrize(
    "name",
    [
        *("", ".", "..", "../up", "/etc/passwd", "a/b", "a\\b", ".hidden", "-n", "x" * 101),
        *("a\0", "é", "a\n", "\u202ea", "a b", "a/../../b", "~"),
    ],
)
def test_a_name_that_may_lead_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(BadJob, match="can't be named"):
        Job(source="", files={name: b""})


@given(some.text(max_size=120))
def test_no_name_that_is_taken_leaves_its_folder(name: str) -> None:
    try:
        Job(source="", files={name: b""})
    except BadJob:
        return
    assert "/" not in name
    assert "\0" not in name
    assert not name.startswith((".", "-"))


def test_code_may_have_so_many_bytes_and_no_more() -> None:
    assert len(Job(source="é" * (LONGEST_SOURCE // 2)).source) == LONGEST_SOURCE // 2
    with pytest.raises(BadJob, match="the code of a job may have"):
        Job(source="é" * (LONGEST_SOURCE // 2) + "x")


def test_half_a_character_in_the_code_is_refused() -> None:
    with pytest.raises(BadJob, match="lone surrogate"):
        Job(source="x = '\ud800'")


def test_files_may_be_so_many_and_so_large_and_no_more() -> None:
    many = {f"f{number}": b"" for number in range(MOST_FILES)}
    assert Job(source="", files=many).files == many
    with pytest.raises(BadJob, match="may have 64 files, not 65"):
        Job(source="", files={**many, "further": b""})
    large = {"a": bytes(MOST_INPUT - 1), "b": b"1"}
    assert Job(source="", files=large).files == large
    with pytest.raises(BadJob, match="together"):
        Job(source="", files={"a": bytes(MOST_INPUT), "b": b"1"})


@pytest.mark.parametrize("value", [0, -1, float("nan")])
@pytest.mark.parametrize("name", ["memory_bytes", "wall_s", "output_bytes", "inodes"])
def test_what_is_no_limit_is_refused(name: str, value: float) -> None:
    with pytest.raises(BadJob, match=f"{name} must be above 0"):
        Limits(**{name: value})  # type: ignore[arg-type]  # NaN stands for what a caller mixes up


@pytest.mark.parametrize(
    ("why", "code", "well"),
    [
        (Why.FINISHED, 0, True),
        (Why.FINISHED, 1, False),
        (Why.WALL, 0, False),
        (Why.BROKEN, 0, False),
    ],
)
def test_only_what_ended_by_itself_with_0_went_well(why: Why, code: int, well: bool) -> None:
    ran = Ran(
        executor="x",
        level=Level.CGROUP,
        why=why,
        exit_code=code,
        stdout=b"",
        stderr=b"",
        seconds=0.1,
    )

    assert ran.well is well
