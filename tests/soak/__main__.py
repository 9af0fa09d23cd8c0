"""`python -m tests.soak`: what must survive, made to fail by a seed that is printed."""

import argparse
import os
import secrets
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from tests.soak.fleets import cluster, embedded
from tests.soak.full import full_disk
from tests.soak.power import power_cuts
from tests.soak.soaking import Outcome, Size, soak


def main() -> None:
    """Run the soak, print what it came to, and end with 1 where a promise was broken."""
    words = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    words.add_argument("--seed", type=int, default=secrets.randbits(32))
    words.add_argument("--seconds", type=int, default=60)
    words.add_argument("--posters", type=int, default=200)
    words.add_argument("--kills", type=int, default=3)
    words.add_argument("--size", choices=("embedded", "cluster", "both"), default="both")
    words.add_argument("--power-cuts", type=int, default=5)
    words.add_argument("--keep", type=Path, help="a folder for history and logs")
    given = words.parse_args()
    print(f"seed {given.seed}: a failing one is run again by --seed", flush=True)
    size = Size(posters=given.posters, seconds=given.seconds, kills=given.kills)
    sizes = ("embedded", "cluster") if given.size == "both" else (given.size,)
    broken = False
    for name in sizes:
        with tempfile.TemporaryDirectory(prefix="hexascope-soak-") as folder:
            place = (given.keep or Path(folder)) / name
            place.mkdir(parents=True)
            fleet = embedded(place) if name == "embedded" else cluster(place)
            # each kind of process is killed at least once
            kills = max(given.kills, len(fleet.faults))
            outcome = soak(fleet, place, replace(size, kills=kills), given.seed)
        tell(name, outcome)
        broken = broken or bool(outcome.wrong)
    if os.geteuid() != 0:
        print("== a full disk, power cuts: not tried, they need root to mount disks")
    else:
        broken = _disks(given) or broken
    sys.exit(1 if broken else 0)


def _disks(given: argparse.Namespace) -> bool:
    """Fill a disk, cut the power; tell whether a promise was broken."""
    with tempfile.TemporaryDirectory(prefix="hexascope-soak-") as folder:
        full = full_disk(Path(folder), posters=20, seed=given.seed)
    print("== a full disk")
    print(f"refused while it was full: {full.refused}; acknowledged in all: {full.acked}")
    _tell_broken(full.wrong)
    with tempfile.TemporaryDirectory(prefix="hexascope-soak-") as folder:
        cut = power_cuts(Path(folder), cuts=given.power_cuts, posters=20, seed=given.seed)
    print(f"== {cut.cuts} power cuts")
    print(f"batches acknowledged: {cut.acked}")
    _tell_broken(cut.wrong)
    return bool(full.wrong or cut.wrong)


def tell(name: str, outcome: Outcome) -> None:
    """Print one outcome."""
    print(f"== {name}")
    print(
        f"batches acknowledged {outcome.acked}, sent twice {outcome.doubled}, jobs {outcome.jobs}"
    )
    print("ready again after: " + ", ".join(outcome.starts))
    print(f"every client answered within {outcome.return_s:.2f} s of a restart")
    print("acknowledged in " + ", ".join(f"{k} {v:.0f} ms" for k, v in outcome.ack_ms.items()))
    _tell_broken(outcome.wrong)


def _tell_broken(wrong: list[str]) -> None:
    for one in wrong:
        print(f"BROKEN: {one}")
    if not wrong:
        print("no promise was broken")


if __name__ == "__main__":
    main()
