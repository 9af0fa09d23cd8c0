"""Shows runs to people: a line as each run ends, a table at the end, Markdown for the docs."""

from collections.abc import Sequence

from benchmarks.results import Results, Run
from benchmarks.scoring import mean
from benchmarks.summary import by_case, by_kind, faults_of, healthy_of, judges

TITLE_CHARACTERS = 88


def line(run: Run) -> str:
    """What is said when a run ends."""
    signals = "; ".join(
        f"{signal.name} {signal.value:g}{'' if signal.holds else ' (NOT as it should be)'}"
        for signal in run.signals
    )
    verdict = f"{run.score.total:5.2f}" if run.valid else "invalid"
    where = f"{run.case:18} noise {run.level}"
    costs = f"{run.wall_seconds:5.1f} s, CPU {run.cpu_seconds:4.2f} s"
    rows = [f"{where}  {verdict:>7}  {_parts(run)}  {costs}  {_first(run)}"]
    rows += [f"    signal: {signals}"] if signals else []
    rows += [f"    why: {run.score.why}"] if run.score.why and run.valid else []
    rows += [f"    false: {false}" for false in run.score.false_findings]
    rows += [f"    disturbed: {run.disturbed}"] if run.disturbed else []
    rows += [f"    problem: {run.problem}"] if run.problem else []
    return "\n".join(rows)


def overview(runs: Sequence[Run]) -> str:
    """The figures over all runs."""
    rows = []
    healthy = healthy_of(runs)
    for kind, faults in by_kind(faults_of(runs)).items():
        rows.append(f"{kind}:")
        rows.append(f"{'':12}{'score':>8}{'top-1':>8}{'top-3':>8}{'culprit':>9}{'false':>7}")
        rows += [
            f"{name:12}{one.score:8.3f}{one.top_1:8.3f}{one.top_3:8.3f}{one.culprit:9.3f}"
            f"{one.false_findings:7d}   over {one.cases} cases, {one.runs} runs"
            for name, one in judges(faults).items()
        ]
    if healthy:
        loud = sum(bool(run.score.false_findings) for run in healthy)
        false = sum(len(run.score.false_findings) for run in healthy)
        rows.append(f"healthy: {false} false findings in {loud} of {len(healthy)} runs")
    rows += _ends(runs)
    return "\n".join(rows)


def markdown(results: Results) -> str:
    """The tables that go into the documentation."""
    runs = results.runs
    rows = [f"Command: `{results.command}`, window {results.window_seconds:g} s.", ""]
    for faults in by_kind(faults_of(runs)).values():
        rows += _faults_in_markdown(faults)
    if healthy := healthy_of(runs):
        rows += _healthy_in_markdown(healthy)
    rows += _ends(runs)
    return "\n".join(rows) + "\n"


def _faults_in_markdown(faults: Sequence[Run]) -> list[str]:
    rows = ["| judge | score | top-1 | top-3 | culprit | false findings |", "|---" * 6 + "|"]
    rows += [
        f"| {name} | {one.score:.3f} | {one.top_1:.3f} | {one.top_3:.3f} | {one.culprit:.3f} "
        f"| {one.false_findings} |"
        for name, one in judges(faults).items()
    ]
    names = list(faults[0].baselines)
    rows += ["", "| " + " | ".join(["fault", "score", *names, "false", "first finding"]) + " |"]
    rows += ["|---" * (4 + len(names)) + "|"]
    for case, several in by_case(faults).items():
        others = [mean(run.baselines[name].total for run in several) for name in names]
        cells = [case, f"{mean(run.score.total for run in several):.2f}"]
        cells += [f"{other:.2f}" for other in others]
        cells += [str(sum(len(run.score.false_findings) for run in several)), _first(several[0])]
        rows.append(f"| {' | '.join(_cell(cell) for cell in cells)} |")
    return [*rows, ""]


def _healthy_in_markdown(healthy: Sequence[Run]) -> list[str]:
    rows = ["| healthy control | runs | false findings |", "|---" * 3 + "|"]
    for case, several in by_case(healthy).items():
        false = sorted({one for run in several for one in run.score.false_findings})
        rows.append(f"| {case} | {len(several)} | {_cell('; '.join(false) or 'none')} |")
    return [*rows, ""]


def _ends(runs: Sequence[Run]) -> list[str]:
    valid = [run for run in runs if run.valid]
    rows = []
    if valid:
        rows.append(
            f"Seconds to the diagnosis: {mean(run.wall_seconds for run in valid):.1f}; "
            f"CPU seconds used: {mean(run.cpu_seconds for run in valid):.2f} "
            f"(means over {len(valid)} runs)."
        )
    if deep := [run.deep for run in valid if run.deep is not None]:
        took, spent = sum(one.seconds for one in deep), sum(one.cpu_seconds for one in deep)
        rows.append(
            f"Probes took {took / len(deep):.1f} s and {spent / took:.1%} of one CPU meanwhile "
            f"by their own account (means over {len(deep)} runs)."
        )
    if len(valid) < len(runs):
        names = sorted({run.case for run in runs if not run.valid})
        rows.append(f"Invalid runs, not counted: {len(runs) - len(valid)} ({', '.join(names)}).")
    if disturbed := sum(bool(run.disturbed) for run in runs):
        rows.append(f"Runs disturbed by others on the machine: {disturbed}.")
    return rows


def _parts(run: Run) -> str:
    score = run.score
    parts = ((score.resource, "R"), (score.aspect, "A"), (score.culprit, "C"), (score.signal, "S"))
    return "".join(letter if given else "-" for given, letter in parts)


def _first(run: Run) -> str:
    if not run.findings:
        return "(no finding)"
    first = run.findings[min(run.score.place, len(run.findings) - 1)]
    culprit = f" <- {first.culprit}" if first.culprit else ""
    return f"[{first.severity} {first.resource}/{first.aspect}] {_short(first.title)}{culprit}"


def _short(title: str) -> str:
    return title if len(title) <= TITLE_CHARACTERS else title[: TITLE_CHARACTERS - 1] + "…"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
