"""An examination's parts, joined."""

from hexascope.bootstrap.engines import engine
from hexascope.bootstrap.parts import checks, collectors, logins, probes
from hexascope.bootstrap.specialists import own_specialists, specialists, wanted
from hexascope.collect.probing.logins import with_logins
from hexascope.consult.contract import Voices
from hexascope.domain.goals import Goals
from hexascope.kit.plugins import discover
from hexascope.report.digest import digest
from hexascope.services.examinations import Examinations
from hexascope.settings.read import Known


def examinations(
    known: Known, voices: Voices | None = None, *, hear_own: bool = True
) -> Examinations:
    """Join all parts of an examination; without voices the specialists speak by rules.

    Users' own specialists are heard where there are some, unless that is not wanted.
    """
    import hexascope.act.remedies
    import hexascope.derive.derivers
    from hexascope.consult.voices.rules import RulesVoices
    from hexascope.derive.contract import Deriver
    from hexascope.domain.remedy import Remedy

    settings = known.settings
    own = own_specialists() if hear_own else None
    return Examinations(
        collectors=collectors(known),
        derivers=discover(hexascope.derive.derivers, Deriver),
        checks=checks(known),
        specialists=specialists(own),
        voices=voices or RulesVoices(),
        remedies=discover(hexascope.act.remedies, Remedy),
        probes=with_logins(probes(), logins(known)),
        prices=settings.prices,
        # models keep to their own patience, and wait their turn within the panel's
        patience_seconds=voices.time_s if voices else settings.panel.patience_seconds,
        settings_digest=settings_digest(known),
        engine=engine(known),
        unheard=own.unfit if own else {},
        wants=wanted(own),
    )


def goals(known: Known) -> Goals:
    """Give what the user wants, as the settings state it."""
    stated = known.settings.goals
    return Goals(
        cpu_utilization=stated.cpu_utilization,
        memory_utilization=stated.memory_utilization,
        disk_utilization=stated.disk_utilization,
        disk_await_s=stated.disk_await_s,
        statement=stated.statement,
        constraints=tuple(stated.constraints),
        sla=tuple(stated.sla),
    )


def settings_digest(known: Known) -> str:
    """Give the digest of the settings that change a judgement."""
    said = known.settings
    judging = [said.checks, said.collectors, said.prices, repr(said.goals), said.examine.strict]
    return digest(judging)[:16]
