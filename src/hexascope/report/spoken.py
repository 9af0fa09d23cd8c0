"""What is shown of a panel by models: who was asked, what it took, and what was struck."""

from collections.abc import Iterator
from dataclasses import dataclass

from hexascope.domain.panel import Call, PanelRecord, Struck
from hexascope.domain.text import text
from hexascope.kit.visible import cut, visible
from hexascope.report.errands import errands_shown
from hexascope.report.values import shown
from hexascope.words import Language, render, translate

FOREIGN = "foreign"
"""The class of strikes that reports don't repeat: consult/ledger/strikes.py marks them."""

LONGEST_ORDER = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class CallShown:
    """One specialist's call as it is shown; `x` and `wide` in percent of the panel's time."""

    role: str
    model: str
    seconds: str
    first_token: str
    tokens: str
    cost: str
    rung: str
    error: str
    cached: str
    x: float
    wide: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenShown:
    """A panel's record as it is shown."""

    summary: str
    calls: tuple[CallShown, ...]
    struck: tuple[tuple[str, str, str], ...]  # who, the words, why
    questions: tuple[str, ...]
    left_out: int
    orders: tuple[str, ...] = ()
    errands: tuple[str, ...] = ()


def spoken_shown(record: PanelRecord | None, language: Language) -> SpokenShown | None:
    """Show the record of a panel; None where the specialists spoke by rules."""
    if record is None:
        return None
    cost = record.dollars
    parts = [
        f"{len(record.calls)} {translate('calls', language)}",
        shown(record.seconds, "seconds", language),
        f"{sum(one.input_tokens + one.output_tokens for one in record.calls)} tokens",
        translate("price not known", language) if cost is None else f"{cost:.4f} $",
        f"{len(record.struck)} {translate('claims struck', language)}",
    ]
    parts += _from_cache(record, language)
    return SpokenShown(
        summary=", ".join(parts),
        calls=tuple(_call(one, record.seconds, language) for one in record.calls),
        struck=tuple(_struck(one, language) for one in record.struck),
        questions=tuple(
            f"{_role(one.by, language)} → {_role(one.to, language)}: {cut(visible(one.words))}"
            for one in record.questions
        ),
        left_out=record.left_out,
        errands=errands_shown(record, language),
        orders=tuple(_orders(record, language)),
    )


def _struck(one: Struck, language: Language) -> tuple[str, str, str]:
    """Show a strike; an address, markup or a command that a model made up is not repeated."""
    if one.ruling == FOREIGN:
        why = translate(
            "an address, markup or a command of its own making; only the record keeps it", language
        )
        return _role(one.role, language), "…", why
    return _role(one.role, language), cut(visible(one.words)), cut(visible(one.reason))


def _orders(record: PanelRecord, language: Language) -> Iterator[str]:
    """Say that the host holds text that reads like orders to a model, and whose answer has it."""
    told = [words for who, words in record.orders if not who]
    if told:
        yield translate("This host's data holds text that reads like orders to a model:", language)
        yield from (f"«{cut(visible(words), LONGEST_ORDER)}»" for words in told)
        repeats = sorted({_role(who, language) for who, _ in record.orders if who})
        if repeats:
            yield f"{translate('It is repeated in the answer of:', language)} {', '.join(repeats)}."
        yield translate(
            "It was shown to models as data, and nothing it asks for was done.", language
        )


def _call(one: Call, whole_s: float, language: Language) -> CallShown:
    whole = whole_s or 1.0
    return CallShown(
        role=_role(one.role, language),
        model=cut(visible(one.model), 60),
        seconds=shown(one.seconds, "seconds", language),
        first_token=shown(one.first_token_s, "seconds", language),
        tokens=f"{one.input_tokens} + {one.output_tokens}",
        cost="?" if one.dollars is None else f"{one.dollars:.4f} $",
        rung=one.rung,
        error=cut(visible(one.error), 160),
        cached=_cached(one, language),
        x=round(min(100.0, 100 * one.began_s / whole), 1),
        wide=round(max(0.5, min(100.0, 100 * one.seconds / whole)), 1),
    )


def _from_cache(record: PanelRecord, language: Language) -> list[str]:
    ages = [one.cached_age_s for one in record.calls if one.cached_age_s is not None]
    if not ages:
        return []
    told = text(
        "{count:count} from the cache, up to {age:seconds} old",
        count=float(len(ages)),
        age=float(round(max(ages))),
    )
    return [render(told, language)]


def _cached(one: Call, language: Language) -> str:
    if one.cached_age_s is None:
        return ""
    told = text("from the cache, {age:seconds} old", age=float(round(one.cached_age_s)))
    return render(told, language)


def _role(role: str, language: Language) -> str:
    return translate(role.replace("_", " "), language)
