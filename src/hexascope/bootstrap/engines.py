"""The engine that brings the specialists to speak, as the settings name it."""

from importlib import import_module
from typing import cast

from hexascope.bootstrap.parts import plugin_names
from hexascope.consult.contract import Engine
from hexascope.domain.errors import BadSettings
from hexascope.settings.read import Known, nearest

EXTRAS = {"agent_framework": "agent-framework"}
"""Engines that stand on packages which not everybody installs, and the extra that brings them."""


def engine(known: Known) -> Engine:
    """Give the engine of `panel.engine`; what it stands on is imported only here.

    Raises BadSettings for a name that is none, and where its packages are not installed.
    """
    wanted = known.settings.panel.engine
    name = wanted.replace("-", "_")
    names = plugin_names("consult.engines")
    if name not in names:
        offered = [one.replace("_", "-") for one in names]
        raise BadSettings(f"panel.engine: there is no engine {wanted!r}{nearest(wanted, offered)}")
    try:
        module = import_module(f"hexascope.consult.engines.{name}")
    except ImportError as error:
        if name not in EXTRAS:
            raise
        raise BadSettings(
            f"panel.engine is {wanted!r}, and its packages are not installed ({error}):"
            f" pip install 'hexascope[{EXTRAS[name]}]', or set panel.engine to 'own'"
        ) from None
    return cast("Engine", getattr(module, name))
