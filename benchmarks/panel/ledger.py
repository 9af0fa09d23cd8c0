"""`python -m benchmarks ledger`: what of altered sentences is caught, and of true ones struck."""

import argparse
import time
from collections import Counter

from hexascope.consult.ledger.prose import rule
from hexascope.report.values import value_shown
from hexascope.words import Language
from tests.support.claims import abouts, altered_ones, drawn, true_ones
from tests.support.sayings import Saying, sayings

LEAST_CAUGHT, MOST_STRUCK = 0.99, 0.01
TRUE = "true"


def add_options(parser: argparse.ArgumentParser) -> None:
    """`ledger` has no options."""
    parser.set_defaults(do=_ledger)


def _ledger(options: argparse.Namespace) -> int:
    del options
    several = list(sayings((*abouts(), *drawn())))
    several += [
        Saying("plain", one.sentence, one.about, one.language, one.altered)
        for one in (*true_ones(), *altered_ones())
    ]
    began = time.perf_counter()
    seen: Counter[tuple[str, Language]] = Counter()
    struck: Counter[tuple[str, Language]] = Counter()
    for saying in several:
        kind = (saying.altered or TRUE, saying.language)
        seen[kind] += 1
        struck[kind] += is_struck(saying)
    took = time.perf_counter() - began
    print("| altered | language | sentences | struck |\n|---|---|---|---|")
    for altered, language in sorted(seen):
        kind = (altered, language)
        print(f"| {altered} | {language.value} | {seen[kind]} | {struck[kind]} |")
    shares = {
        language: (
            _share(
                struck, seen, [kind for kind in seen if kind[1] is language and kind[0] != TRUE]
            ),
            _share(struck, seen, [(TRUE, language)]),
        )
        for language in Language
    }
    for language, (caught, wrongly) in shares.items():
        print(f"{language.value}: {caught:.4f} caught, {wrongly:.4f} of the true ones struck")
    print(f"{1000 * took / len(several):.2f} ms a sentence")
    good = all(one >= LEAST_CAUGHT and other <= MOST_STRUCK for one, other in shares.values())
    return 0 if good else 1


def is_struck(saying: Saying) -> bool:
    """Put one sentence to the ledger."""
    ruled = rule(
        saying.sentence,
        saying.about,
        saying.language,
        lambda piece: value_shown(piece, saying.language),
    )
    return any(one.ruling.struck for one in ruled)


def _share(
    struck: Counter[tuple[str, Language]],
    seen: Counter[tuple[str, Language]],
    kinds: list[tuple[str, Language]],
) -> float:
    return sum(struck[kind] for kind in kinds) / sum(seen[kind] for kind in kinds)
