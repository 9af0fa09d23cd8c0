"""What an examination costs: CPU, time beyond its window and memory, beside its peers."""

import argparse
from collections.abc import Callable, Sequence

from benchmarks.costs import deep
from benchmarks.costs.crowd import crowd_up_to
from benchmarks.costs.measured import Cost, measure, median
from benchmarks.costs.peers import PEERS, Peer
from benchmarks.examine import (
    BEYOND_WINDOW_LIMIT_SECONDS,
    DEFAULT_COMMAND,
    Ran,
    command_line,
)
from benchmarks.host.bench import need_root, open_bench
from benchmarks.rounds import need

WINDOW_SECONDS = 5.0
ROUNDS = 3
SIZES = (100, 5000)
HELP_COMMAND = "python -m hexascope --help"
PEER_LIMIT_SECONDS = 300.0
MEBIBYTE = 1 << 20

# The goals of 'A look at a host': CPU s, s beyond the window, RSS.
GOALS = {100: "goal ≤ 0.8 s, ≤ 0.5 s, ≤ 60 MiB", 5000: "goal ≤ 4 s, ≤ 1.5 s, ≤ 120 MiB"}
HELP_GOAL = "goal ≤ 0.3 s"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `cost`."""
    parser.add_argument("--command", default=DEFAULT_COMMAND, help=f"default: {DEFAULT_COMMAND}")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument(
        "--sizes",
        type=lambda text: tuple(int(word) for word in text.split(",")),
        default=SIZES,
        help="numbers of processes: 100,5000",
    )
    parser.add_argument(
        "--deep-cases",
        type=lambda text: tuple(word for word in text.split(",") if word),
        default=deep.CASES,
        help=f"faults beside which {deep.WORD} is measured; default: {','.join(deep.CASES)}",
    )
    parser.set_defaults(do=_cost)


def _cost(options: argparse.Namespace) -> int:
    need_root()
    cases = deep.chosen(options.deep_cases)
    need(cases)
    own_command = command_line(options.command, WINDOW_SECONDS)
    with open_bench() as bench:
        help_cost = median(
            [measure(command_line(HELP_COMMAND, 0), 60.0) for _ in range(options.rounds)]
        )
        print(
            f"hexascope --help: CPU {help_cost.cpu_seconds:.2f} s ({HELP_GOAL}) {help_cost.failed}"
        )
        for size in options.sizes:
            with crowd_up_to(bench, size) as there:
                print(f"\n{there} processes, window {WINDOW_SECONDS:g} s, {options.rounds} rounds:")
                for row in _compare(own_command, options.rounds, GOALS.get(size, "")):
                    print(row, flush=True)
        for case in cases:
            print(
                deep.compare(bench, case, options.command, WINDOW_SECONDS, options.rounds),
                flush=True,
            )
    return 0


def _compare(own_command: Sequence[str], rounds: int, goal: str) -> list[str]:
    limit = WINDOW_SECONDS + BEYOND_WINDOW_LIMIT_SECONDS
    runners: dict[str, Callable[[], Ran]] = {"hexascope": lambda: measure(own_command, limit)}
    runners |= {peer.name: _runner(peer) for peer in PEERS if not peer.missing()}
    taken: dict[str, list[Ran]] = {name: [] for name in runners}
    # In turn, not one after the other: what disturbs the machine disturbs all of them.
    for _ in range(rounds):
        for name, run in runners.items():
            taken[name].append(run())
    own = median(taken.pop("hexascope"))
    beyond, memory = own.wall_seconds - WINDOW_SECONDS, own.resident_bytes / MEBIBYTE
    figures = f"CPU {own.cpu_seconds:6.2f} s, beyond the window {beyond:5.2f} s"
    rows = [f"  {'hexascope':28} {figures}, RSS {memory:5.1f} MiB   ({goal}) {own.failed}"]
    rows += [_against(name, median(several), own) for name, several in taken.items()]
    rows += [
        f"  {peer.name:28} not installed ({', '.join(peer.missing())})"
        for peer in PEERS
        if peer.missing()
    ]
    return rows


def _against(name: str, peer: Cost, own: Cost) -> str:
    return (
        f"  {name:28} CPU {peer.cpu_seconds:6.2f} s, wall {peer.wall_seconds:5.2f} s, "
        f"RSS {peer.resident_bytes / MEBIBYTE:5.1f} MiB   ours: {ratio(own, peer)} {peer.failed}"
    )


def ratio(own: Cost, peer: Cost) -> str:
    """Our figures as multiples of the peer's; none when one of the two failed."""
    if own.failed or peer.failed:
        return "no ratio"
    cpu = own.cpu_seconds / peer.cpu_seconds if peer.cpu_seconds else 0.0
    memory = own.resident_bytes / peer.resident_bytes if peer.resident_bytes else 0.0
    return f"{cpu:.2f} × CPU, {memory:.2f} × RSS"


def _runner(peer: Peer) -> Callable[[], Ran]:
    return lambda: together([measure(command, PEER_LIMIT_SECONDS) for command in peer.commands])


def together(runs: Sequence[Ran]) -> Ran:
    """Several programs as one: their times added, the largest memory."""
    return Ran(
        output="",
        complaint="\n".join(ran.complaint for ran in runs),
        status=max(ran.status for ran in runs),
        wall_seconds=sum(ran.wall_seconds for ran in runs),
        cpu_seconds=sum(ran.cpu_seconds for ran in runs),
        resident_bytes=max(ran.resident_bytes for ran in runs),
    )
