"""Examining a host: the stages strung together."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from hexascope import __version__
from hexascope.act.contract import filled
from hexascope.check.changed import with_changes
from hexascope.check.contract import Check
from hexascope.check.health import health
from hexascope.check.identities import with_identities
from hexascope.check.judge import judge
from hexascope.check.rank import rank
from hexascope.collect.contract import Collector, Look, Looks, Plan
from hexascope.collect.probing.contract import Probe
from hexascope.collect.probing.merged import with_probed
from hexascope.collect.probing.offer import offers
from hexascope.collect.watch import watch
from hexascope.consult.consult import consult
from hexascope.consult.contract import Engine, Errands, Specialist, Voices
from hexascope.consult.engines.own import own
from hexascope.derive.contract import Deriver
from hexascope.derive.coverage import coverage
from hexascope.derive.gather import gather
from hexascope.derive.host import host_facts
from hexascope.derive.remembered import asides, with_memory
from hexascope.derive.timeline import timeline
from hexascope.domain.case import Case
from hexascope.domain.errand import ComputedFrom
from hexascope.domain.evidence import Evidence
from hexascope.domain.evidence import key as key_of
from hexascope.domain.examination import Examination, WindowFacts
from hexascope.domain.finding import Finding
from hexascope.domain.goals import Goals
from hexascope.domain.opinion import Opinion
from hexascope.domain.probe import ProbeResult
from hexascope.domain.remedy import Remedy
from hexascope.domain.snapshot import Window
from hexascope.domain.target import Target, TargetStory
from hexascope.domain.use import Resource
from hexascope.kit.clock import rfc3339
from hexascope.report.digest import digest
from hexascope.report.plain import judged
from hexascope.services.earlier import keeper_of, with_earlier
from hexascope.services.looked import Looked
from hexascope.services.sourced import sourced
from hexascope.services.targets import must_be_seen

Progress = Callable[[Look], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the user asked of one examination."""

    plan: Plan = Plan()  # noqa: RUF009 - a frozen value
    target: Target | None = None
    deep: bool = False
    scope: tuple[Resource, ...] = ()
    strict: bool = False
    goals: Goals = Goals()  # noqa: RUF009 - a frozen value


@dataclass(frozen=True, slots=True, kw_only=True)
class Examinations:
    """Examines hosts with the parts it was given by bootstrap."""

    collectors: Mapping[str, Collector]
    derivers: Mapping[str, Deriver]
    checks: Mapping[str, Check]
    specialists: Mapping[str, Specialist]
    voices: Voices
    remedies: Mapping[str, Remedy]
    probes: Mapping[str, Probe]
    prices: Mapping[str, float]
    patience_seconds: float
    settings_digest: str
    engine: Engine = own
    unheard: Mapping[str, str] = field(default_factory=dict)
    """Own specialists whose files can't be used, with the reason."""
    wants: tuple[str, ...] = ()
    """Evidence that users' own specialists want to see, by family or key."""

    def look(self, host: Looks, plan: Plan, progress: Progress) -> Window:
        """Look at a host for a window; blocking."""
        return watch(host.looks(plan), self.collectors, progress)

    def weigh(self, looked: Looked, wishes: Wishes) -> Case:
        """Derive and check: from a window, and what probes measured, to ranked findings."""
        must_be_seen(looked.window, wishes.target)
        window = with_probed(looked.window, looked.probed, self.probes.values())
        facts = gather(window, self.derivers)
        case = Case(
            host=host_facts(looked.host, window), window=window, facts=facts, goals=wishes.goals
        )
        said = judge(case, self.checks, strict=wishes.strict, scope=frozenset(wishes.scope))
        findings = with_changes(case, with_identities(case, rank(said.findings)))
        case = replace(case, findings=findings)
        if looked.source:
            case = sourced(case, looked.source.partition(" ")[0], looked.sources)
        if looked.earlier:
            past = [self._weigh_earlier(one, looked, wishes) for one in looked.earlier]
            case = replace(case, findings=with_earlier(case.findings, past))
        case = replace(case, coverage=coverage(case), unjudged=said.unjudged, wants=self.wants)
        return with_memory(case, looked.memory)

    def _weigh_earlier(self, window: Window, looked: Looked, wishes: Wishes) -> tuple[Finding, ...]:
        """Give the findings of a window of the past, by the same checks."""
        facts = gather(window, self.derivers)
        case = Case(
            host=host_facts(looked.host, window), window=window, facts=facts, goals=wishes.goals
        )
        said = judge(case, self.checks, strict=wishes.strict, scope=frozenset(wishes.scope))
        case = replace(case, findings=with_identities(case, rank(said.findings)))
        keeper = keeper_of(window)
        return (sourced(case, keeper) if keeper else case).findings

    async def judge(
        self,
        looked: Looked,
        wishes: Wishes,
        *,
        id: str,  # noqa: A002 - the word of the domain
        errands: Errands | None = None,
    ) -> Examination:
        """Weigh and consult: from what was looked at to an examination.

        With `errands` the panel may have more measured; it is that case which is told of then.
        """
        case = self.weigh(looked, wishes)
        if errands is not None:
            case = replace(case, offers=errands.offers(case))
        panel = await consult(
            case,
            self.specialists,
            self.voices,
            self.remedies,
            fill=filled,
            prices=self.prices,
            patience_seconds=self.patience_seconds,
            engine=self.engine,
            errands=errands,
        )
        case = panel.case
        looked = replace(looked, probed=(*looked.probed, *panel.probed))
        evidence = _cited(case, panel.opinions, looked.probed)
        # what could be probed yet is no judgement: the digest is of what was judged
        offered = () if looked.probed or looked.source else offers(case, self.probes.values())
        return Examination(
            id=id,
            time=rfc3339(case.window.last.time),
            version=__version__,
            host=case.host,
            window=_window_facts(case.window, looked),
            health=health(case.findings, case.coverage),
            coverage=case.coverage,
            evidence=evidence,
            findings=case.findings,
            opinions=panel.opinions,
            verdict=replace(panel.verdict, next_steps=(*panel.verdict.next_steps, *offered)),
            unjudged=case.unjudged,
            absent={**self.unheard, **panel.absent},
            self_cost=looked.cost,
            digest=digest(
                judged(case.coverage, evidence, case.findings, panel.opinions, panel.verdict)
            ),
            settings_digest=self.settings_digest,
            scope=wishes.scope,
            goals=wishes.goals,
            story=next(iter(case.rows(TargetStory)), None),
            timeline=timeline(case),
            probed=looked.probed,
            panel=panel.record,
            asides=asides(case),
        )


def _window_facts(window: Window, looked: Looked) -> WindowFacts:
    return WindowFacts(
        seconds=window.seconds,
        full_looks=2 if window.seconds > 0 else 1,
        light_looks=len(window.pulses),
        started=rfc3339(window.first.time),
        ended=rfc3339(window.last.time),
        source=looked.source,
        notes=looked.notes,
    )


def _cited(
    case: Case, opinions: Iterable[Opinion], probed: Iterable[ProbeResult]
) -> dict[str, Evidence]:
    """Gather each piece of evidence that a finding, an opinion, the coverage or the story names.

    What probes measured and programs computed is there as a whole: it was asked for.
    """
    cited = {piece.key: piece for one in case.findings for piece in one.evidence}
    wanted = {key for cell in case.coverage for key in cell.evidence}
    wanted |= {key for one in opinions for key in one.because}
    wanted |= {share.key for one in case.rows(TargetStory) for share in one.shares if share.key}
    wanted |= {key_of(one.family, one.labels) for result in probed for one in result.readings}
    wanted |= {row.key for row in case.rows(ComputedFrom)}
    for family in sorted({key.partition("{")[0] for key in wanted - cited.keys()}):
        for piece in case.of(family):
            if piece.key in wanted:
                cited.setdefault(piece.key, piece)
    return cited
