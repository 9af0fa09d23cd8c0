"""python -m benchmarks: faults, healthy, investigate, quiet, cost, panel, simulate, table, list."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks import plugins, results
from benchmarks.contract import Case
from benchmarks.costs import cost, panel, thread_states
from benchmarks.door import run as door
from benchmarks.errors import BenchError, Unfit
from benchmarks.examine import DEEP_COMMAND, DEFAULT_COMMAND
from benchmarks.faults.cases.quiet import quiet
from benchmarks.host.bench import need_root, open_bench
from benchmarks.host.workers import LIFE_SECONDS
from benchmarks.jobs import run as jobs
from benchmarks.live import run as live
from benchmarks.noise import LEVELS, WARM_SECONDS
from benchmarks.once import Program, need_report
from benchmarks.panel import evaluate, ledger, simulate
from benchmarks.results import Results, Run
from benchmarks.rounds import Plan, need, run_all
from benchmarks.series import run as series
from benchmarks.store import run as store
from benchmarks.tables import line, markdown, overview

UNFIT_STATUS = 2
FAILED_STATUS = 1
DEFAULT_WINDOW_SECONDS = 15.0
# A worker ends by itself after its life; the look must be over well before.
LONGEST_WINDOW_SECONDS = LIFE_SECONDS / 3
QUIET_RUNS = 20
SHORT_FAULTS = ("cpu-throttle", "mem-leak", "disk-full", "net-loss", "fd-limit", "crash-loop")
SHORT_CONTROLS = ("web-server", "page-cache", "time-wait-proxy", "upgraded-daemon")


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 2 when the machine cannot carry the bench, 1 when the bench failed."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.do(options))
    except Unfit as unfit:
        print(unfit, file=sys.stderr)
        return UNFIT_STATUS
    except BenchError as failure:
        print(failure, file=sys.stderr)
        return FAILED_STATUS


def _faults(options: argparse.Namespace) -> int:
    names = SHORT_FAULTS if options.short else options.cases
    plan = _at_levels("faults", plugins.faults(names), options)
    return _bench(options, plan)


def _at_levels(kind: str, cases: Sequence[Case], options: argparse.Namespace) -> Plan:
    return Plan(
        kind=kind,
        cases=cases,
        levels=options.levels,
        noise_seconds=options.noise_warm,
        calm_seconds=options.calm,
    )


def _healthy(options: argparse.Namespace) -> int:
    names = SHORT_CONTROLS if options.short else options.cases
    return _bench(
        options, Plan(kind="healthy", cases=plugins.controls(names), calm_seconds=options.calm)
    )


def _investigate(options: argparse.Namespace) -> int:
    """The faults first, then their healthy twins."""
    faults, twins = _named(options.cases)
    if options.healthy:
        faults = []
    plans = [
        _at_levels("investigate", faults, options),
        Plan(kind="twins", cases=twins, calm_seconds=options.calm),
    ]
    return _bench(options, *(plan for plan in plans if plan.cases))


def _named(names: Sequence[str]) -> tuple[list[Case], list[Case]]:
    """Faults and twins of these names, which are of the one or the other kind."""
    if not names:
        return plugins.investigations(), plugins.twins()
    known = {case.name for case in plugins.investigations()}
    of_faults = [name for name in names if name in known]
    of_twins = [name for name in names if name not in known]
    return (
        plugins.investigations(of_faults) if of_faults else [],
        plugins.twins(of_twins) if of_twins else [],
    )


def _quiet(options: argparse.Namespace) -> int:
    cases: list[Case] = [replace(quiet, warm_seconds=0.0)] * options.runs
    return _bench(options, Plan(kind="quiet", cases=cases, calm_seconds=options.calm))


def _bench(options: argparse.Namespace, *plans: Plan) -> int:
    need_root()
    if options.keep is not None:
        options.keep.mkdir(parents=True, exist_ok=True)
    program = Program(
        command=options.command,
        window_seconds=options.window,
        keep=options.keep and options.keep.resolve(),
    )
    need([case for plan in plans for case in plan.cases])
    need_report(program)
    runs: list[Run] = []

    def tell(run: Run) -> None:
        runs.append(run)
        print(line(run), flush=True)
        if options.json is not None:
            # Written after each run: an hour's work is not lost with its last minute.
            results.write(_results(options, runs), options.json)

    with open_bench() as bench:
        for plan in plans:
            run_all(bench, program, plan, tell)
    print()
    print(overview(runs))
    return 0


def _results(options: argparse.Namespace, runs: Sequence[Run]) -> Results:
    return Results(command=options.command, window_seconds=options.window, runs=tuple(runs))


def _table(options: argparse.Namespace) -> int:
    print(markdown(results.read(options.files)))
    return 0


def _list(options: argparse.Namespace) -> int:
    del options
    for title, cases in (
        ("faults", plugins.faults()),
        ("healthy", plugins.controls()),
        ("investigate", plugins.investigations()),
        ("investigate, healthy twins", plugins.twins()),
    ):
        print(f"{title}:")
        for case in cases:
            print(f"  {case.name:22} {case.tells}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    faults = _running(commands.add_parser("faults", help="live faults, scored"), _faults)
    faults.add_argument("--cases", type=_words, default=(), help="a,b; all if left out")
    faults.add_argument("--short", action="store_true", help="six faults only")
    faults.add_argument("--levels", type=_numbers, default=LEVELS, help="noise levels: 0,1,2")
    faults.add_argument("--noise-warm", type=_seconds, default=WARM_SECONDS, help="default 30s")
    healthy = _running(commands.add_parser("healthy", help="healthy busy hosts"), _healthy)
    healthy.add_argument("--cases", type=_words, default=(), help="a,b; all if left out")
    healthy.add_argument("--short", action="store_true", help="four controls only")
    deep = _running(
        commands.add_parser("investigate", help="real daemons, the past, two faults, containers"),
        _investigate,
        DEEP_COMMAND,
    )
    deep.add_argument(
        "--cases", type=_words, default=(), help="a,b; all and their twins if left out"
    )
    deep.add_argument("--levels", type=_numbers, default=(0,), help="noise levels: 0,1,2")
    deep.add_argument("--noise-warm", type=_seconds, default=WARM_SECONDS, help="default 30s")
    deep.add_argument("--healthy", action="store_true", help="the healthy twins only")
    quiet_runs = _running(commands.add_parser("quiet", help="a host left alone"), _quiet)
    quiet_runs.add_argument("--runs", type=int, default=QUIET_RUNS)
    table = commands.add_parser("table", help="Markdown from JSON files")
    table.add_argument("files", type=Path, nargs="+", metavar="FILE")
    table.set_defaults(do=_table)
    commands.add_parser("list", help="the cases").set_defaults(do=_list)
    panel.add_options(commands.add_parser("panel", help="a panel by models, over their time"))
    ledger.add_options(commands.add_parser("ledger", help="altered sentences before the ledger"))
    evaluate.add_options(
        commands.add_parser("evaluate", help="a model of yours before the kept hosts")
    )
    simulate.add_options(
        commands.add_parser("simulate", help="a panel of simulated models, beside its rules")
    )
    thread_states.add_options(
        commands.add_parser("states", help="where a target's time goes, beside bpftrace")
    )
    cost.add_options(commands.add_parser("cost", help="what a look costs, beside its peers"))
    store.add_options(
        commands.add_parser("store", help="writes that outlive a power cut, beside a commit each")
    )
    series.add_options(commands.add_parser("series", help="what series cost, beside their peers"))
    door.add_options(
        commands.add_parser("door", help="what a request costs beside bare ASGI; start and memory")
    )
    live.add_options(
        commands.add_parser("live", help="what telling many clients costs, beside a bare broadcast")
    )
    jobs.add_options(commands.add_parser("jobs", help="jobs that are kept, beside plain Celery"))
    return parser


def _running(
    parser: argparse.ArgumentParser, do: object, command: str = DEFAULT_COMMAND
) -> argparse.ArgumentParser:
    parser.add_argument("--command", default=command, help=f"default: {command}")
    parser.add_argument("--window", type=_window, default=DEFAULT_WINDOW_SECONDS, help="15s")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where results are written")
    parser.add_argument(
        "--calm",
        type=_seconds,
        default=0.0,
        help="how long each case waits for others on the machine to rest; default 0s",
    )
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="DIR",
        help="keep each run's report and evidence bundle; costs CPU",
    )
    parser.set_defaults(do=do)
    return parser


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.split(",") if word)


def _numbers(text: str) -> tuple[int, ...]:
    numbers = tuple(int(word) for word in _words(text))
    if not set(numbers) <= set(LEVELS):
        raise argparse.ArgumentTypeError(f"noise levels are {LEVELS}")
    return numbers


def _seconds(text: str) -> float:
    return float(text.removesuffix("s"))


def _window(text: str) -> float:
    seconds = _seconds(text)
    if not 0 < seconds <= LONGEST_WINDOW_SECONDS:
        raise argparse.ArgumentTypeError(f"a window lasts up to {LONGEST_WINDOW_SECONDS:g} s")
    return seconds


if __name__ == "__main__":
    sys.exit(main())
