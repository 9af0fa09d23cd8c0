"""Errands of a panel by models: probes on this host, and programs in a sandbox.

A model names a probe and on whom; what is run is looked up among those that the case itself offers.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from hexascope.collect.bundle.probes import ASKED_MEMBER, append
from hexascope.collect.probing.alive import alive
from hexascope.collect.probing.choose import Chosen, affordable, possible
from hexascope.collect.probing.run import MakeHost, run
from hexascope.consult.answered.computing import LEAST_LEVEL, LONGEST_OUTPUT
from hexascope.consult.contract import Probed, Ran
from hexascope.domain.case import Case
from hexascope.domain.errors import BadJob, CannotWrite, NoSandbox
from hexascope.domain.probe import ProbeResult
from hexascope.domain.use import Status
from hexascope.kit.visible import cut, visible
from hexascope.services.deepening import this_host
from hexascope.services.examinations import Examinations, Wishes
from hexascope.services.looked import Looked

if TYPE_CHECKING:  # a sandbox is imported when a program is to be run
    from hexascope.sandbox.contract import Executor
    from hexascope.sandbox.contract import Ran as SandboxRan

LOOKING_S = 1.0
"""What seeing that a subject runs yet may take."""

LONGEST_LINE = 120
MOST_PROCESSES = 16
"""Processes and threads of a program: a regression needs one."""

Named = tuple[str, str]
"""A probe and on whom."""


def first_sandbox() -> "Executor":
    """Give the strongest sandbox that works here; NoSandbox with the reasons where none does."""
    from hexascope.sandbox.chain import chosen

    return chosen()


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelErrands:
    """Runs what a panel asks for about one look; `live` says that it was of this host, and now.

    What probes measured is added to the evidence `bundle`, if there is one, so that judging the
    bundle again gives the same. With `code` programs are run, in `sandbox`.
    """

    service: Examinations
    looked: Looked
    wishes: Wishes
    bundle: Path | None = None
    live: bool = False
    code: bool = False
    most_probes: int = 0
    make: MakeHost = this_host
    sandbox: Callable[[], "Executor"] = first_sandbox

    def offers(self, case: Case) -> Mapping[str, Sequence[str]]:
        """Give for each probe that may be asked for the names of whom it could be run on."""
        names: dict[str, list[str]] = {}
        for probe, subject in self._possible(case):
            names.setdefault(probe, []).append(subject)
        return names

    async def probe(self, case: Case, wanted: Sequence[Named], *, seconds: float) -> Probed:
        """Run probes, add what they measured to the bundle, and judge the case again."""
        return await asyncio.to_thread(self._probed, case, wanted, seconds)

    async def compute(self, source: str, given: str, *, seconds: float) -> Ran:
        """Run a program in a sandbox over a copy of the evidence."""
        return await asyncio.to_thread(self._computed, source, given, seconds)

    def _possible(self, case: Case) -> dict[Named, Chosen]:
        """Give what could be run, the first of each name; what was probed already is left out."""
        if not self.live or self.most_probes <= 0:
            return {}
        known = {
            (one.probe, one.subject.name)
            for one in self.looked.probed
            if one.status is Status.MEASURED
        }
        found: dict[Named, Chosen] = {}
        for one in possible(case, self.service.probes.values()):
            named = (one.probe.name, one.subject.name)
            if named not in known:
                found.setdefault(named, one)
        return found

    def _probed(self, case: Case, wanted: Sequence[Named], seconds: float) -> Probed:
        chosen, refused = self._chosen(case, wanted)
        if not chosen:
            return Probed(case=case, refused=refused)
        results = run(chosen, self.make, longest_seconds=seconds)
        looked = replace(self.looked, probed=(*self.looked.probed, *results))
        return Probed(
            case=self.service.weigh(looked, self.wishes),
            results=results,
            refused=refused,
            told=self._kept(results),
        )

    def _chosen(self, case: Case, wanted: Sequence[Named]) -> tuple[list[Chosen], dict[Named, str]]:
        """Look up what is wanted: what the case offers, can be paid for, and is there yet."""
        offered = self._possible(case)
        refused: dict[Named, str] = {}
        found: dict[Named, Chosen] = {}
        for named in wanted[: self.most_probes]:
            one = offered.get(named)
            subject = alive(self.make(LOOKING_S), one.subject, case) if one else None
            if one is None:
                refused[named] = "the case offers no such probe"
            elif subject is None:
                refused[named] = "it is gone meanwhile"
            else:
                found[named] = one._replace(subject=subject)
        paid = list(affordable(found.values()))
        for named, one in found.items():
            if one not in paid:
                refused[named] = "what probes may cost is spent on those before it"
        return paid, refused

    def _kept(self, results: Sequence[ProbeResult]) -> str:
        """Add results to the bundle; say why it can't be done, which costs nobody the report."""
        if self.bundle is None:
            return ""
        try:
            append(self.bundle, results, ASKED_MEMBER)
        except CannotWrite as error:
            return cut(str(error))
        return ""

    def _computed(self, source: str, given: str, seconds: float) -> Ran:
        if not self.code:
            return Ran(reason="programs of models are not allowed here (--allow-code)")
        from hexascope.sandbox.contract import Job, Limits

        limits = Limits(
            wall_s=seconds, cpu_s=seconds, processes=MOST_PROCESSES, output_bytes=LONGEST_OUTPUT
        )
        try:
            executor = self.sandbox()
            if executor.level < LEAST_LEVEL:
                reason = f"the sandbox here is of level {int(executor.level)}, under {LEAST_LEVEL}"
                return Ran(reason=reason)
            job = Job(source=source, files={"evidence.json": given.encode()}, limits=limits)
            ran = executor.run(job)
        except (NoSandbox, BadJob) as error:
            return Ran(reason=cut(str(error)))
        return Ran(
            output=ran.stdout.decode(errors="replace"),
            level=int(ran.level),
            seconds=ran.seconds,
            exit=ran.exit_code,
            reason=_why(ran),
        )


def _why(ran: "SandboxRan") -> str:
    """Say how a program ended that did not end well, with the last line of what it complained."""
    if ran.well:
        return ""
    last = ran.stderr.decode(errors="replace").strip().rpartition("\n")[2]
    why = f"it ended with {ran.exit_code}" if ran.exit_code > 0 else str(ran.why)
    return f"its program: {why}. {cut(visible(last), LONGEST_LINE)}".strip()
