"""A case from a look at this host, or from a bundle."""

from pathlib import Path

from hexascope import bootstrap
from hexascope.collect.contract import Look, Plan
from hexascope.domain.case import Case
from hexascope.services.examinations import Wishes
from hexascope.services.sources.contract import Where


def case_of(bundle: str | Path = "") -> Case:
    """Weigh a bundle that `hexascope record` made, or this host after a look of some seconds.

    It blocks: in a running event loop call it by `asyncio.to_thread`. The settings of hexascope are
    in force, such as `examine.window_seconds`. Raises HexascopeError where there is nothing to see.
    """
    # the priority that an examination gives up is its process', and this one is somebody else's
    known = bootstrap.known_settings({"examine.niceness": 0})
    service = bootstrap.examinations(known)
    examine = known.settings.examine
    wishes = Wishes(
        plan=Plan(window_seconds=examine.window_seconds, light_seconds=examine.light_seconds),
        strict=examine.strict,
        goals=bootstrap.goals(known),
    )
    source = bootstrap.source(known, Where(address=str(bundle)))
    return service.weigh(source.look(service, wishes, _silently, None), wishes)


def _silently(_look: Look) -> None:
    """Tell nobody how the look goes on."""
