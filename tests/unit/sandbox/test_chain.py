from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from hexascope.domain.errors import BadSettings, NoSandbox
from hexascope.domain.text import Text, text
from hexascope.sandbox import chain
from hexascope.sandbox.battery.reaching_out import REACHING_OUT
from hexascope.sandbox.contract import HIGHEST, Executor, Job, Level, Ran, Why

RUNS: list[str] = []

ALL_STOPPED = "".join(f"{act.name}\tstopped\t''\n" for act in REACHING_OUT).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fake(Executor):
    """Says what a test wants of it."""

    missing: Text | None = None
    printed: bytes = ALL_STOPPED
    why: Why = Why.FINISHED
    fails: bool = False

    def why_not(self) -> Text | None:
        return self.missing

    def run(self, job: Job) -> Ran:
        RUNS.append(self.name)
        if self.fails:
            raise NoSandbox("it is broken")
        return Ran(
            executor=self.name,
            level=self.level,
            why=self.why,
            exit_code=0,
            stdout=self.printed,
            stderr=b"bwrap: no permission",
            seconds=0.1,
        )


@pytest.fixture(autouse=True)
def _nothing_is_known() -> Iterator[None]:
    RUNS.clear()
    chain.tried.cache_clear()
    yield
    chain.tried.cache_clear()


CGROUP = Fake(name="cgroup", level=Level.CGROUP)
SPACES = Fake(name="spaces", level=Level.NAMESPACES)
WEAK = Fake(name="weak", level=Level.LANDLOCK)


def without(executor: Fake, why: str = "it is not installed") -> Fake:
    return Fake(name=executor.name, level=executor.level, missing=text("{why}", why=why))


def test_the_strongest_that_works_is_chosen() -> None:
    assert chain.chosen(known=[CGROUP, SPACES, WEAK]) == CGROUP
    assert chain.chosen(known=[without(CGROUP), SPACES, WEAK]) == SPACES
    assert chain.chosen(known=[without(CGROUP), without(SPACES), WEAK]) == WEAK


def test_a_weaker_one_is_never_taken_in_silence() -> None:
    with pytest.raises(NoSandbox) as told:
        chain.chosen(HIGHEST, known=[without(CGROUP, "no cgroup"), SPACES, WEAK])

    assert "level 4 is demanded, and this machine has level 3 (cgroup: no cgroup)" in str(
        told.value
    )


def test_where_nothing_works_the_reasons_are_told() -> None:
    with pytest.raises(NoSandbox, match=r"has level 0 \(spaces: a; weak: b\)"):
        chain.chosen(known=[without(SPACES, "a"), without(WEAK, "b")])


def test_one_that_is_level_enough_and_no_more_will_do() -> None:
    assert chain.chosen(Level.NAMESPACES, known=[SPACES]) == SPACES
    with pytest.raises(NoSandbox):
        chain.chosen(Level.NAMESPACES, known=[WEAK])


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (Fake(name="x", level=HIGHEST, fails=True), "it does not start: it is broken"),
        (
            Fake(name="x", level=HIGHEST, printed=b"", why=Why.BROKEN),
            "it does not start: bwrap: no permission",
        ),
        (
            Fake(
                name="x", level=HIGHEST, printed=ALL_STOPPED.replace(b"tcp\tstopped", b"tcp\topen")
            ),
            "it does not stop the act tcp: ''",
        ),
        (
            Fake(name="x", level=HIGHEST, printed=ALL_STOPPED.replace(b"tcp\t", b"tpc\t")),
            "it does not stop the act tcp: finished: bwrap: no permission",
        ),
    ],
    ids=["fails", "broken", "open", "says nothing"],
)
def test_what_does_not_hold_at_the_start_is_passed_over(bad: Fake, why: str) -> None:
    executor, stronger = chain.best([bad, WEAK])

    assert executor == WEAK
    assert [chain._plain(one.why_not) for one in stronger] == [why]


def test_whether_one_works_is_found_once() -> None:
    for _ in range(3):
        chain.chosen(known=[CGROUP, WEAK])

    assert RUNS == ["cgroup"]


BY_NAME = Fake(name="boat", level=HIGHEST, by_name=True)


def test_one_that_is_for_naming_is_taken_by_name_alone() -> None:
    assert chain.chosen(known=[BY_NAME, WEAK]) == WEAK
    assert chain.chosen(named="boat", known=[BY_NAME, WEAK]) == BY_NAME


def test_one_that_is_named_is_held_to_the_same() -> None:
    with pytest.raises(NoSandbox, match="level 4 is demanded, and weak has level 2"):
        chain.chosen(HIGHEST, named="weak", known=[BY_NAME, WEAK])
    with pytest.raises(NoSandbox, match="weak can't be used here: gone"):
        chain.chosen(named="weak", known=[without(WEAK, "gone")])
    with pytest.raises(BadSettings, match="there is no sandbox 'docker'; there are boat, weak"):
        chain.chosen(named="docker", known=[BY_NAME, WEAK])


def test_ours_come_the_strongest_first() -> None:
    levels = [one.level for one in chain.executors()]

    assert levels == sorted(levels, reverse=True)
    assert [one.name for one in chain.executors() if one.by_name] == ["docker"]
