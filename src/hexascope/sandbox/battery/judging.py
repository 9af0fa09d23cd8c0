"""What came of hostile acts: stopped, open, or not known, which is as bad."""

from collections.abc import Sequence
from dataclasses import dataclass

from hexascope.sandbox.battery.act import Act, source_of
from hexascope.sandbox.battery.reaching_out import REACHING_OUT
from hexascope.sandbox.battery.surroundings import Surroundings, surroundings
from hexascope.sandbox.contract import Executor, Job, Ran, Why

LONGEST_DETAIL = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one act."""

    act: str
    stopped: bool
    detail: str


def done(executor: Executor, acts: Sequence[Act], around: Surroundings) -> Ran:
    """Do acts in a sandbox as one job, with the limits of the first."""
    job = Job(
        source=source_of(tuple(acts)),
        files=around.told(executor.level),
        limits=acts[0].limits,
    )
    return executor.run(job)


def judged(acts: Sequence[Act], ran: Ran) -> list[Outcome]:
    """Judge each act by what it printed, or by the limit for which its job was ended."""
    told = {}
    for line in ran.stdout[: 64 * 1024].decode(errors="replace").splitlines():
        words = line.split("\t", 2)
        if len(words) == 3:
            told[words[0]] = (words[1], words[2])
    outcomes = []
    for act in acts:
        said, detail = told.get(act.name, ("", ""))
        ended = not said and len(acts) == 1 and ran.why in act.killed_for
        if not said:
            detail = f"{ran.why.value}: {ran.stderr.decode(errors='replace').strip()}"
        outcomes.append(
            Outcome(
                act=act.name,
                stopped=said == "stopped" or ended,
                detail=detail[-LONGEST_DETAIL:],
            )
        )
    return outcomes


def first_hole(executor: Executor) -> Outcome | None:
    """Do all quick acts at once; give the first that was not stopped, if any."""
    acts = [act for act in REACHING_OUT if act.quick]
    with surroundings() as around:
        ran = done(executor, acts, around)
    if ran.why is Why.BROKEN:
        words = ran.stderr.decode(errors="replace").strip()
        return Outcome(act="", stopped=False, detail=words[-LONGEST_DETAIL:])
    return next((one for one in judged(acts, ran) if not one.stopped), None)
