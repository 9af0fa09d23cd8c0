"""The panel by models: its voices, and what they are told and allowed."""

import os
import secrets
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from hexascope.bootstrap.books import books, learnt
from hexascope.bootstrap.places import answers
from hexascope.bootstrap.specialists import own_specialists
from hexascope.domain.errors import BadSettings
from hexascope.kit import clock
from hexascope.kit.plugins import discover
from hexascope.settings.read import Known
from hexascope.words import Language

if TYPE_CHECKING:  # speaking to models is imported when it is asked for
    from hexascope.consult.voices.model import Tell
    from hexascope.services.models import Estimate, ModelVoices
    from hexascope.services.remembered import Cache
    from hexascope.store.lasting import Lasting

LONGEST_CACHE_S = 86_400.0
"""A day: after that nobody would call it the same case."""

MOST_ROUNDS_ALLOWED = 5
"""Rounds of discussion that may be asked for: four calls each, and who has not moved by then stays.
"""


NO_KEYS: Mapping[str, str] = MappingProxyType({})


class Remember(NamedTuple):
    """What of a panel's answers is used again and kept: of which scope, and whether at all."""

    uses: bool = True
    keeps: bool = True
    scope: tuple[str, ...] = ()


USUALLY = Remember()


def voices(
    known: Known,
    language: Language,
    *,
    model: str = "",
    base_url: str = "",
    mode: str = "",
    tell: "Tell | None" = None,
    remember: Remember = USUALLY,
    foresee: "Callable[[Estimate], None] | None" = None,
    lasting: "Lasting | None" = None,
    keys: Mapping[str, str] = NO_KEYS,
) -> "ModelVoices | None":
    """Give the voices of models where some are wanted; None: the specialists speak by rules.

    `lasting` keeps answers, spending and what is learnt; folders do where it is left out. `keys`
    are a tenant's own by the name of their provider, in the place of those of the machine.
    """
    import hexascope.llm.providers
    from hexascope.llm.budget import Allowed
    from hexascope.llm.provider import Provider
    from hexascope.report.values import value_shown
    from hexascope.services.choosing import Wanted, chosen, token_prices
    from hexascope.services.models import ModelVoices

    panel = known.settings.panel
    mode = _mode(mode or panel.mode)
    wanted = Wanted(
        names=tuple(one.strip() for one in (model or panel.models).split(",") if one.strip()),
        base_url=base_url or panel.base_url,
        key_file=panel.key_file,
        config_list=panel.config_list,
        tables=known.settings.models,
    )
    if not wanted.names and not wanted.config_list:
        return None
    providers = discover(hexascope.llm.providers, Provider)
    variables = {one: providers[one].key_variable for one in keys if one in providers}
    environment = {**os.environ, **{variables[one]: keys[one] for one in variables}}
    own = own_specialists()
    return ModelVoices(
        endpoints=chosen(wanted.with_keys_of(variables), providers, environment),
        wires={name: one.wire for name, one in providers.items()},
        language=language,
        show=lambda piece: value_shown(piece, language),
        clock=clock.monotonic,
        nonce=lambda: secrets.token_hex(8),
        patience_s=panel.patience_seconds,
        panel_s=panel.panel_seconds,
        allowed=Allowed(
            run_tokens=panel.run_tokens,
            run_dollars=panel.run_dollars,
            day_tokens=panel.day_tokens,
            day_dollars=panel.day_dollars,
        ),
        prices=token_prices(known.settings.token_prices),
        hides=panel.hide,
        code=panel.allow_code,
        mode=mode,
        settle_early=panel.settle_early,
        max_rounds=_rounds(panel.max_rounds),
        own=tuple(own.found) if own else (),
        cache=_cache(known, remember, lasting),
        tell=tell or (lambda _role, _what: None),
        learnt=learnt(lasting),
        books=books(lasting),
        foresee=foresee or (lambda _estimate: None),
    )


def refuse_wrong_panel(known: Known) -> None:
    """Raise BadSettings where a setting of the panel is out of its range."""
    _mode(known.settings.panel.mode)
    _rounds(known.settings.panel.max_rounds)
    _cache_seconds(known)


def _cache(known: Known, remember: Remember, lasting: "Lasting | None") -> "Cache | None":
    """Give where answers are kept, unless nobody wants to use them again."""
    from hexascope.services.remembered import Cache

    seconds = _cache_seconds(known)
    if not (seconds and remember.uses):
        return None
    return Cache(
        answers=lasting.answers if lasting else answers(),
        tenant=lasting.tenant if lasting else "local",
        seconds=seconds,
        wall=clock.wall,
        scope=remember.scope,
        keeps=remember.keeps,
    )


def _cache_seconds(known: Known) -> float:
    seconds = known.settings.panel.cache_seconds
    if not 0 <= seconds <= LONGEST_CACHE_S:
        raise BadSettings(f"panel.cache_seconds {seconds}: there are 0 to {LONGEST_CACHE_S:.0f}")
    return seconds


def _mode(word: str) -> str:
    if word not in ("", "full", "solo"):
        raise BadSettings(f"the panel's mode {word[:40]!r}: there are full and solo")
    return word


def _rounds(rounds: int) -> int:
    if not 0 <= rounds <= MOST_ROUNDS_ALLOWED:
        raise BadSettings(
            f"panel.max_rounds {rounds}: rounds of discussion are 0 to {MOST_ROUNDS_ALLOWED}"
        )
    return rounds
