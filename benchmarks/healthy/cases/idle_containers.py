"""Processes in namespaces of their own that rest, as idle containers do."""

import os

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.groups import make_group
from benchmarks.host.place import CONTAINER_LIKE, Place
from benchmarks.host.workers import start_worker

COUNT = 5


def _make(bench: Bench) -> Scene:
    inner = [
        start_worker(
            bench,
            "rest",
            place=Place(groups=make_group(bench, "memory").paths, unshared=CONTAINER_LIKE),
            megabytes=20,
        )
        for _ in range(COUNT)
    ]
    return Scene(
        signals=(
            Signal(
                name="own network namespaces",
                read=lambda: float(len({os.readlink(f"/proc/{one.pid}/ns/net") for one in inner})),
                measure="level",
                least=COUNT,
            ),
        )
    )


idle_containers = Case(
    name="idle-containers",
    tells="Five idle processes live in namespaces of their own.",
    make=_make,
    controllers=("memory",),
)
