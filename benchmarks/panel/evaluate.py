"""`python -m benchmarks evaluate`: how a real model judges the kept hosts, beside the rules."""

import argparse
import asyncio
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import hexascope.consult.specialists
from benchmarks.errors import BenchError, Unfit
from benchmarks.panel import hosts, tally, world
from benchmarks.panel.outcome import Outcome, outcome_of
from benchmarks.panel.world import Made
from hexascope.bootstrap.panel import Remember, voices
from hexascope.consult.consult import Consultation, consult
from hexascope.consult.contract import Specialist, Voices
from hexascope.consult.voices.rules import RulesVoices
from hexascope.domain.case import Case
from hexascope.domain.errors import HexascopeError
from hexascope.kit.plugins import discover
from hexascope.llm.budget import Allowed
from hexascope.services.models import ModelVoices
from hexascope.settings.read import read_settings
from hexascope.words import Language

DECOY_SEED = 2026
PATIENCE_S = 600.0
MOST_SEEDS = 20
BELOW_THE_RULES, WORSE = 0.01, 1
"""A model's score may be so much below that of the rules; else the exit status says so."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `evaluate`."""
    parser.add_argument("--model", required=True, help="as `hexascope examine --model` takes it")
    parser.add_argument("--base-url", default="", help="address of the model's server")
    parser.add_argument(
        "--seeds", type=int, default=1, help="how often each case is put; default 1"
    )
    parser.add_argument("--language", default="en,pt", help="en,pt (default), or one of them")
    parser.add_argument("--hosts", default="", help="kept hosts: a,b; all if left out")
    parser.add_argument("--panel", default="", choices=("", "full", "solo"))
    parser.add_argument("--plain", action="store_true", help="no decoys over the hosts")
    parser.add_argument("--most-dollars", type=float, default=5.0, help="ends before it is passed")
    parser.add_argument("--json", type=Path, metavar="FILE", help="the result to share: no names")
    parser.set_defaults(do=_evaluate)


def _evaluate(options: argparse.Namespace) -> int:
    languages = _languages(options.language)
    if not 1 <= options.seeds <= MOST_SEEDS:
        raise Unfit(f"--seeds is a number from 1 to {MOST_SEEDS}, not {options.seeds}")
    several = list(cases(_hosts(options.hosts), decoys=not options.plain))
    rules = [_put(one, RulesVoices(), languages[0], 0) for one in several]
    print(f"{len(several)} cases, {len(languages)} languages, {options.seeds} times each")
    made: list[Outcome] = []
    for language in languages:
        by = _voices(options, language)
        for seed in range(options.seeds):
            for one in several:
                made.append(_put(one, by, language, seed))
                _stop_where_nobody_answers(made)
                if _spent(made) >= options.most_dollars:
                    raise BenchError(f"it has cost {_spent(made):.2f} $: --most-dollars sets more")
            print(
                f"{language.value}, time {seed + 1}: {tally.line(made[-len(several) :])}",
                flush=True,
            )
    told = tally.result(options.model, rules, made)
    print(tally.table(told))
    if options.json is not None:
        options.json.write_text(tally.written(told), encoding="utf-8")
    worse = told["rules"]["score"] - told["model"]["score"] > BELOW_THE_RULES
    if worse:
        print("\nThis model judges worse than the rules do.")
    return WORSE if worse else 0


def cases(names: Sequence[str], *, decoys: bool) -> Iterator[Made]:
    """Give each host, and with `decoys` each once more with a finding that hardly matters."""
    for place, name in enumerate(names):
        host = hosts.host(name)
        yield Made(name=name, case=host.case, truth=host.truth.id if host.truth else "")
        if decoys:
            yield world.with_decoy(Random(f"{DECOY_SEED}/{place}"), place, host)


def consulted(case: Case, by: Voices) -> Consultation:
    """Put a case to a panel; remedies are left out: they are the catalogue's, not a model's."""
    return asyncio.run(
        consult(
            case,
            discover(hexascope.consult.specialists, Specialist),
            by,
            {},
            fill=lambda remedy, _proposal: remedy,
            prices={},
            patience_seconds=PATIENCE_S,
        )
    )


def _put(one: Made, by: Voices, language: Language, seed: int) -> Outcome:
    return outcome_of(one, consulted(one.case, by), language=language.value, seed=seed)


def _voices(options: argparse.Namespace, language: Language) -> ModelVoices:
    """Give the voices of the model that is wanted: never from the cache, without a day's budget."""
    try:
        made = voices(
            read_settings((), os.environ),
            language,
            model=options.model,
            base_url=options.base_url,
            mode=options.panel,
            remember=Remember(uses=False, keeps=False),
        )
    except HexascopeError as error:
        raise Unfit(str(error)) from error
    if made is None:
        raise Unfit("--model names no model")
    spend = Allowed(run_tokens=None, run_dollars=None, day_tokens=None, day_dollars=None)
    return replace(made, cache=None, allowed=spend, own=())


def _hosts(wanted: str) -> Sequence[str]:
    names = [name for name in wanted.split(",") if name] or list(hosts.names())
    unknown = [name for name in names if name not in hosts.names()]
    if unknown:
        raise Unfit(f"no kept host is called {unknown[0]}; there are {', '.join(hosts.names())}")
    return names


def _languages(wanted: str) -> list[Language]:
    known = {one.value: one for one in Language}
    names = [name for name in wanted.split(",") if name]
    if not names or any(name not in known for name in names):
        raise Unfit(f"--language is one of {', '.join(known)}, or several of them, not {wanted!r}")
    return [known[name] for name in names]


def _stop_where_nobody_answers(made: Sequence[Outcome]) -> None:
    """End at once where the first panel got no answer at all: nothing is to be learnt."""
    if len(made) == 1 and made[0].calls and made[0].failed == made[0].calls:
        raise BenchError(f"the model gives no answer: {made[0].why}")


def _spent(made: Sequence[Outcome]) -> float:
    return sum(one.dollars or 0.0 for one in made)
