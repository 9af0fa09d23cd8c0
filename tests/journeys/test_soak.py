"""The soak in short: what was acknowledged is there, whatever is killed, full or cut off."""

import os
from pathlib import Path

import pytest

from tests.soak.fleets import cluster, embedded
from tests.soak.full import full_disk
from tests.soak.power import power_cuts
from tests.soak.soaking import Outcome, Size, soak

pytestmark = pytest.mark.journey

SEED = 20261121
"""The same in each run: what a run of `make soak` finds by another seed becomes a test here."""

RETURN_S = 60.0
"""How long a client may wait beside other tests; `make soak`, which is alone, holds ten seconds."""

needs_disks = pytest.mark.skipif(os.geteuid() != 0, reason="it mounts disks, which needs root")


def kept(outcome: Outcome, size: Size) -> None:
    """Hold an outcome to the promises, and see that there was something to break."""
    assert outcome.wrong == []
    assert outcome.acked == size.posters * (size.seconds // size.step_s)
    assert outcome.doubled > 0
    assert outcome.jobs == size.askers * size.asks
    assert len(outcome.starts) == 1 + size.kills


def test_a_server_that_is_killed_while_all_is_at_work_loses_nothing(tmp_path: Path) -> None:
    size = Size(posters=60, step_s=1, seconds=12, kills=2, askers=2, asks=3, most_return_s=RETURN_S)

    kept(soak(embedded(tmp_path), tmp_path, size, SEED), size)


def test_a_cluster_loses_nothing_when_any_of_its_processes_is_killed(tmp_path: Path) -> None:
    size = Size(posters=20, step_s=1, seconds=24, kills=4, askers=2, asks=3, most_return_s=RETURN_S)

    kept(soak(cluster(tmp_path), tmp_path, size, SEED), size)


@needs_disks
def test_a_full_disk_refuses_and_loses_nothing(tmp_path: Path) -> None:
    outcome = full_disk(tmp_path, posters=10, seed=SEED)

    assert outcome.wrong == []
    assert outcome.refused > 0


@needs_disks
def test_a_power_cut_leaves_all_that_was_acknowledged(tmp_path: Path) -> None:
    outcome = power_cuts(tmp_path, cuts=2, posters=10, seed=SEED)

    assert outcome.wrong == []
    assert outcome.cuts == 2
    assert outcome.acked > 0
