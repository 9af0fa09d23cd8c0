"""Our plug-ins, with what the settings say of them."""

import os
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

from hexascope.check.contract import Check
from hexascope.collect.contract import Collector
from hexascope.collect.probing.contract import Probe
from hexascope.domain.errors import BadSettings
from hexascope.kit.plugins import discover
from hexascope.report.contract import Format
from hexascope.services.explaining import Known as Named
from hexascope.settings.groups import ApplicationLogin
from hexascope.settings.places import settings_files
from hexascope.settings.read import Known, checked, nearest, read_settings


def known_settings(flags: Mapping[str, object] | None = None) -> Known:
    """Read the settings in force from files, environment and flags."""
    known = read_settings(settings_files(os.environ), os.environ, flags)
    refuse_unknown_plugins(known)
    return known


def refuse_unknown_plugins(known: Known) -> None:
    """Raise BadSettings where a table is named like none of our checks or collectors."""
    for table, names in (
        (known.settings.checks, plugin_names("check.checks")),
        (known.settings.collectors, plugin_names("collect.collectors")),
    ):
        for name in table:
            if name not in names:
                group = "checks" if table is known.settings.checks else "collectors"
                raise BadSettings(f"{group}.{name} is no setting{nearest(name, names)}")


def collectors(known: Known) -> dict[str, Collector]:
    """Give all collectors that the settings don't turn off."""
    import hexascope.collect.collectors

    found = discover(hexascope.collect.collectors, Collector)
    for name, table in known.settings.collectors.items():
        wrong = next((key for key in table if key != "enabled"), None)
        if wrong is not None or not isinstance(table.get("enabled"), bool):
            raise BadSettings(f"collectors.{name}: the only setting is 'enabled', true or false")
        if not table["enabled"]:
            found.pop(name, None)
    return found


def probes() -> dict[str, Probe]:
    """Give all probes."""
    import hexascope.collect.probes

    return discover(hexascope.collect.probes, Probe)


def logins(known: Known) -> dict[str, dict[str, str | int]]:
    """Give what the settings say of logins at programs, by the probe that asks them."""
    programs = ("mysql", "nginx", "postgresql", "redis")
    found: dict[str, dict[str, str | int]] = {}
    for name, table in known.settings.applications.items():
        if name not in programs:
            raise BadSettings(f"applications.{name} is no setting{nearest(name, programs)}")
        found[name] = asdict(checked(ApplicationLogin, table, f"applications.{name}"))
    return found


def checks(known: Known) -> dict[str, Check]:
    """Give all checks with their limits as the settings have them."""
    import hexascope.check.checks

    found = discover(hexascope.check.checks, Check)
    for name, table in known.settings.checks.items():
        one = found[name]
        values = dict(table)
        if values.pop("enabled", True) is False:
            found.pop(name)
            continue
        defaults = {key: limit.value for key, limit in one.limits().items()}
        for key in values:
            if key not in defaults:
                raise BadSettings(f"checks.{name}.{key} is no setting{nearest(key, defaults)}")
        given = checked(type(one.options), {**defaults, **values}, f"checks.{name}")
        found[name] = replace(one, options=given)
    return found


def named_things(known: Known) -> Named:
    """Gather all that `explain` knows by name."""
    import hexascope.act.remedies
    from hexascope.bootstrap.specialists import own_specialists, specialists
    from hexascope.domain.families import families
    from hexascope.domain.remedy import Remedy

    return Named(
        checks=checks(known),
        families=families(),
        specialists=specialists(own_specialists()),
        remedies=discover(hexascope.act.remedies, Remedy),
    )


def formats() -> dict[str, Format]:
    """Give all report formats."""
    import hexascope.report.formats

    return discover(hexascope.report.formats, Format)


def format_named(name: str) -> Format:
    """Give one report format; only its own file is imported."""
    from importlib import import_module

    import hexascope.report.formats

    names = plugin_names("report.formats")
    if name in names:
        found = getattr(import_module(f"hexascope.report.formats.{name}"), name)
        if isinstance(found, Format):
            return found
    offered = discover(hexascope.report.formats, Format)
    if name not in offered:
        raise BadSettings(f"there is no format {name!r}; there are {', '.join(sorted(offered))}")
    return offered[name]


def plugin_names(package: str) -> list[str]:
    """Give the names of our own plug-ins of a package, without importing one."""
    folder = Path(__file__).parent.parent.joinpath(*package.split("."))
    return sorted(file.stem for file in folder.glob("*.py") if not file.stem.startswith("_"))
