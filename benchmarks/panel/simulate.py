"""`python -m benchmarks simulate`: when is a panel by models better than its rules, or worse?"""

import argparse
import asyncio
import itertools
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

import hexascope.consult.specialists
from benchmarks.panel import hosts, world
from benchmarks.panel.judged import all_clear, top
from benchmarks.panel.simulated import SimulatedModel
from benchmarks.panel.world import Made
from hexascope.consult.consult import Consultation, consult
from hexascope.consult.contract import Specialist, Voices
from hexascope.consult.hypotheses import hypotheses
from hexascope.consult.voices.rules import RulesVoices
from hexascope.domain.case import Case
from hexascope.domain.opinion import ANALYSTS
from hexascope.kit.plugins import discover
from hexascope.llm.budget import Allowed
from hexascope.llm.contract import Endpoint
from hexascope.llm.fake.inside import Inside
from hexascope.report.values import value_shown
from hexascope.services.models import ModelVoices
from hexascope.words import Language

CASES = 1_000
QUALITIES = tuple(number / 10 for number in range(11))
SEED = 2026
KEPT_HOSTS = 8
POINT = 0.01
"""What a panel may lose to its rules: one point of a hundred."""

SURE = 1.96
"""Standard deviations of a 95 % interval."""

NAME = "compatible/simulated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """What one panel made of one case."""

    right: bool
    healthy: bool
    truth_contested: bool
    split: bool
    split_contested: bool
    changed: int


@dataclass(slots=True)
class Of:
    """What panels of one quality made of all cases; `solo` counts right answers without a panel."""

    quality: float
    once: list[Once] = field(default_factory=list)
    alone: int = 0
    four_times: int = 0

    @property
    def score(self) -> float:
        """Give the share of cases judged rightly."""
        return share(one.right for one in self.once)

    @property
    def interval(self) -> float:
        """Give half of the 95 % interval of the score."""
        return SURE * math.sqrt(self.score * (1 - self.score) / len(self.once))


def share(several: Iterable[bool]) -> float:
    """Give the share of what holds; 1 where there is nothing."""
    listed = list(several)
    return sum(listed) / len(listed) if listed else 1.0


def cases(number: int, *, seed: int = SEED, kept: int = KEPT_HOSTS) -> list[Made]:
    """Make the cases: some are kept hosts with a decoy, a part of them with nothing wrong."""
    names = hosts.names()
    step = max(1, len(names) // kept) if kept else 1
    chosen = [hosts.host(name) for name in names[::step][:kept]] if kept else []
    return [world.made(at, seed=seed, kept=chosen) for at in range(number)]


def by_rules(several: Sequence[Made]) -> list[bool]:
    """Say of each case whether the rules judge it rightly."""
    return [_right(one, consulted(one.case, RulesVoices())) for one in several]


def by_models(several: Sequence[Made], quality: float, *, seed: int = SEED) -> Of:
    """Judge each case by a panel of one simulated model, by the model alone, and by it four times.

    Four times alone is the choice of most of its four answers, with nothing between it and the
    user: no ledger, no rules.
    """
    made = Of(quality)
    for place, one in enumerate(several):
        draw = Random(f"{seed}/{place}/{quality}")
        model = SimulatedModel(quality=quality, truth=_truth(one), draw=draw)
        made.once.append(_once(one, consulted(one.case, voices(model))))
        picks = [model.picks.get(role) for role in ANALYSTS]
        wanted = _wanted(one)
        made.alone += picks[0] == wanted
        made.four_times += _most(picks) == wanted
    return made


def voices(model: SimulatedModel, language: Language = Language.ENGLISH) -> ModelVoices:
    """Give the voices of a simulated model; its time never passes."""
    return ModelVoices(
        endpoints=(Endpoint(name=NAME, provider="compatible", model="x", base_url="", local=True),),
        wires={},
        language=language,
        show=lambda piece: value_shown(piece, language),
        clock=lambda: 0.0,
        nonce=lambda: "nonce",
        allowed=Allowed(run_tokens=None, run_dollars=None, day_tokens=None, day_dollars=None),
        shared=Inside(model),
    )


def consulted(case: Case, by: Voices) -> Consultation:
    """Put a case to the whole panel."""
    return asyncio.run(
        consult(
            case,
            _specialists(),
            by,
            {},
            fill=lambda remedy, _proposal: remedy,
            prices={},
            patience_seconds=60.0,
        )
    )


def _specialists() -> dict[str, Specialist]:
    return discover(hexascope.consult.specialists, Specialist)


def _once(made: Made, said: Consultation) -> Once:
    items = {one.item: one for one in said.verdict.items}
    item = items.get(made.truth)
    sides = [
        {
            (one.role, one.stance)
            for one in said.opinions
            if one.item == name and by_model(one.voice)
        }
        for name in items
    ]
    split = [
        name
        for name, votes in zip(items, sides, strict=True)
        if 2 * sum(stance == "agrees" for _, stance in votes) == len(votes) == len(ANALYSTS)
    ]
    return Once(
        right=_right(made, said),
        healthy=not made.truth,
        truth_contested=item is not None and item.contested,
        split=bool(split),
        split_contested=all(items[name].contested for name in split),
        changed=top(said.verdict, made.case) != (made.first.id if made.first else ""),
    )


def by_model(voice: str) -> bool:
    """Say whether an opinion is a model's own."""
    return voice == NAME


def _right(made: Made, said: Consultation) -> bool:
    if not made.truth:
        return all_clear(said.verdict, made.case)
    return top(said.verdict, made.case) == made.truth


def _truth(made: Made) -> tuple[str, ...]:
    return next((one.keys for one in made.case.findings if one.id == made.truth), ())


def _wanted(made: Made) -> str:
    """Give the short id of the true hypothesis, '' where nothing is wrong."""
    return next((one.id for one in hypotheses(made.case) if one.finding.id == made.truth), "")


def _most(picks: Sequence[str | None]) -> str | None:
    return Counter(picks).most_common(1)[0][0]


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `simulate`."""
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--kept", type=int, default=KEPT_HOSTS, help="kept hosts to build upon")
    parser.set_defaults(do=_simulate)


def _simulate(options: argparse.Namespace) -> int:
    several = cases(options.cases, seed=options.seed, kept=options.kept)
    rules = by_rules(several)
    base = share(rules)
    print(f"{len(several)} cases, {sum(not one.truth for one in several)} of them healthy")
    print(f"the rules: {base:.3f}\n")
    print(
        "| q | panel | ± 95 % | gains | losses | first changed | truth contested |"
        " contested when split | alone | alone × 4 |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    seen: list[Of] = []
    for quality in QUALITIES:
        seen.append(by_models(several, quality, seed=options.seed))
        print(_row(seen[-1], rules), flush=True)
    worst = max(base - one.score for one in seen)
    print(f"\nworst loss to the rules: {worst:.3f} (at most {POINT})")
    print("it rises with q" if rises(seen) else "it does NOT rise with q")
    return int(worst > POINT or not rises(seen))


def rises(seen: Sequence[Of]) -> bool:
    """Say whether scores rise with the quality: none falls by more than the noise of two."""
    steps = itertools.pairwise(sorted(seen, key=lambda one: one.quality))
    no_fall = all(
        then.score >= before.score - math.hypot(before.interval, then.interval)
        for before, then in steps
    )
    first, last = (f(seen, key=lambda one: one.quality) for f in (min, max))
    return no_fall and last.score > first.score


def _row(made: Of, rules: Sequence[bool]) -> str:
    pairs = [(one.right, before) for one, before in zip(made.once, rules, strict=True)]
    split = [one for one in made.once if one.split]
    number = len(made.once)
    return (
        f"| {made.quality:.1f} | {made.score:.3f} | {made.interval:.3f} |"
        f" {sum(now and not before for now, before in pairs)} |"
        f" {sum(before and not now for now, before in pairs)} |"
        f" {sum(one.changed for one in made.once)} |"
        f" {share(one.truth_contested for one in made.once if not one.healthy):.2f} |"
        f" {sum(one.split_contested for one in split)} of {len(split)} |"
        f" {made.alone / number:.3f} | {made.four_times / number:.3f} |"
    )
