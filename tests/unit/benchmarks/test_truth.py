"""Who did it is recognised under any of his names, and nobody else is."""

import pytest

from benchmarks.report import Entity, Finding
from benchmarks.truth import NO_ONE, Role, Truth, role_of, who

TRUTH = Truth(
    resources=("tasks",),
    aspects=("errors",),
    culprit=who(pids=[10], texts=["svc-a1", "hxbench-k2", "loop1", "/mnt/x"], ports=[7103]),
    victims=who(pids=[11, 12]),
    bystanders=who(texts=["svc-c1"]),
    signal=("zombie",),
)


@pytest.mark.parametrize(
    ("entity", "role"),
    [
        (Entity(kind="process", name="python3", pid=10), Role.CULPRIT),
        (Entity(kind="process", name="svc-a1"), Role.CULPRIT),
        (Entity(kind="threads", name="3 x svc-a1"), Role.CULPRIT),
        (Entity(kind="cgroup", path="/sys/fs/cgroup/cpu/hxbench-k2"), Role.CULPRIT),
        (Entity(kind="device", name="loop1"), Role.CULPRIT),
        (Entity(kind="mount", path="/mnt/x"), Role.CULPRIT),
        (Entity(kind="socket", name="127.0.0.1:7103"), Role.CULPRIT),
        (Entity(kind="process", name="worker 7103"), Role.STRANGER),
        (Entity(kind="device", name="loop10"), Role.STRANGER),
        (Entity(kind="process", name="svc-a11"), Role.STRANGER),
        (Entity(kind="process", name="svc-c1"), Role.BYSTANDER),
        (Entity(kind="host", name="web-1"), Role.NOBODY),
        (None, Role.NOBODY),
    ],
)
def test_each_name_leads_to_its_part(entity: Entity | None, role: Role) -> None:
    assert role_of(entity, TRUTH, NO_ONE) is role


def test_a_pid_says_more_than_a_name_that_is_shared() -> None:
    dead_child = Entity(kind="process", name="svc-a1", pid=11)
    assert role_of(dead_child, TRUTH, NO_ONE) is Role.VICTIM


def test_the_signal_may_stand_in_title_text_or_evidence() -> None:
    def told(**words: str | tuple[str, ...]) -> bool:
        given = {"title": "", "description": "", "evidence": ()} | words
        return TRUTH.names_signal(
            Finding(
                resource="tasks",
                aspect="errors",
                severity="low",
                title=str(given["title"]),
                description=str(given["description"]),
                evidence=tuple(given["evidence"]),
            )
        )

    assert told(title="150 Zombies")
    assert told(description="a zombie")
    assert told(evidence=("tasks.zombies{parent=10}",))
    assert not told(title="many children")
