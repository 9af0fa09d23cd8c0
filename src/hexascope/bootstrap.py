"""The one place where parts are chosen and joined, and handed their settings."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from hexascope.check.contract import Check
from hexascope.collect.contract import Collector, NotHere
from hexascope.collect.hosts.local import LocalFiles
from hexascope.collect.probing.contract import Probe
from hexascope.collect.probing.logins import with_logins
from hexascope.consult.contract import Voices
from hexascope.domain.errors import BadInput, BadSettings
from hexascope.domain.goals import Goals
from hexascope.domain.host import HostFacts
from hexascope.kit import clock
from hexascope.kit.plugins import discover
from hexascope.report.contract import Format
from hexascope.report.digest import digest
from hexascope.services.examinations import Examinations
from hexascope.services.explaining import Known as Named
from hexascope.services.sources.contract import Source, Where
from hexascope.settings.groups import ApplicationLogin
from hexascope.settings.places import settings_files, state_folder
from hexascope.settings.read import Known, checked, nearest, read_settings
from hexascope.store.folders import FolderArchive
from hexascope.words import Language

if TYPE_CHECKING:  # speaking to models is imported when it is asked for
    from hexascope.consult.voices.model import Tell
    from hexascope.services.models import ModelVoices

T = TypeVar("T")


def known_settings(flags: Mapping[str, object] | None = None) -> Known:
    """Read the settings in force from files, environment and flags."""
    known = read_settings(settings_files(os.environ), os.environ, flags)
    for table, names in (
        (known.settings.checks, plugin_names("check.checks")),
        (known.settings.collectors, plugin_names("collect.collectors")),
    ):
        for name in table:
            if name not in names:
                group = "checks" if table is known.settings.checks else "collectors"
                raise BadSettings(f"{group}.{name} is no setting{nearest(name, names)}")
    return known


def examinations(known: Known, voices: Voices | None = None) -> Examinations:
    """Join all parts of an examination; without voices the specialists speak by rules."""
    import hexascope.act.remedies
    import hexascope.consult.specialists
    import hexascope.derive.derivers
    from hexascope.consult.contract import Specialist
    from hexascope.consult.voices.rules import RulesVoices
    from hexascope.derive.contract import Deriver
    from hexascope.domain.remedy import Remedy

    settings = known.settings
    return Examinations(
        collectors=collectors(known),
        derivers=discover(hexascope.derive.derivers, Deriver),
        checks=checks(known),
        specialists=discover(hexascope.consult.specialists, Specialist),
        voices=voices or RulesVoices(),
        remedies=discover(hexascope.act.remedies, Remedy),
        probes=with_logins(probes(), logins(known)),
        prices=settings.prices,
        # models keep to their own patience, and wait their turn within the panel's
        patience_seconds=voices.time_s if voices else settings.panel.patience_seconds,
        settings_digest=settings_digest(known),
    )


def voices(
    known: Known,
    language: Language,
    *,
    model: str = "",
    base_url: str = "",
    tell: "Tell | None" = None,
) -> "ModelVoices | None":
    """Give the voices of models where some are wanted; None: the specialists speak by rules."""
    import hexascope.llm.providers
    from hexascope.llm.budget import Allowed
    from hexascope.llm.provider import Provider
    from hexascope.report.values import value_shown
    from hexascope.services.choosing import Wanted, chosen, token_prices
    from hexascope.services.models import ModelVoices

    panel = known.settings.panel
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
    return ModelVoices(
        endpoints=chosen(wanted, providers, os.environ),
        wires={name: one.wire for name, one in providers.items()},
        language=language,
        show=lambda piece: value_shown(piece, language),
        clock=clock.monotonic,
        nonce=lambda: secrets.token_hex(8),
        patience_s=panel.patience_seconds,
        panel_s=panel.panel_seconds,
        allowed=Allowed(run_tokens=panel.run_tokens, run_dollars=panel.run_dollars),
        prices=token_prices(known.settings.token_prices),
        hides=panel.hide,
        tell=tell or (lambda _role, _what: None),
    )


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


def source(known: Known, where: Where = Where()) -> Source:  # noqa: B008 - a frozen value
    """Give where the window comes from: this host, or what the address names."""
    from hexascope.services.sources.here import ThisHost
    from hexascope.services.sources.kept import KeptLooks

    if where.address.startswith("prometheus:"):
        return _prometheus(known, where)
    if where.address.startswith("ssh:"):
        return _ssh(where)
    if where.address and (where.at or where.since):
        raise BadInput("--at and --since ask for this host's past, or a Prometheus': no --from")
    if where.address:
        return KeptLooks(path=Path(where.address))
    if where.at or where.since:
        return _past(known, where)
    return ThisHost(host=this_host(LocalFiles()), niceness=known.settings.examine.niceness)


def _prometheus(known: Known, where: Where) -> Source:
    from hexascope.services.sources.prometheus import LoginFiles, PrometheusHost

    said = known.settings.prometheus
    return PrometheusHost(
        where=where,
        login=LoginFiles(
            user=said.user,
            password_file=said.password_file,
            token_file=said.token_file,
            ca_file=said.ca_file,
        ),
    )


def _ssh(where: Where) -> Source:
    from hexascope.collect.remote.address import address_of
    from hexascope.services.sources.ssh import SshHost

    if where.at or where.since:
        raise BadInput("--at and --since don't work over ssh: install hexascope there for its past")
    return SshHost(address=address_of(where.address), sudo=where.sudo)


def _past(known: Known, where: Where) -> Source:
    from hexascope.collect.calls.kmsg import kmsg
    from hexascope.collect.series.logs import Logs
    from hexascope.collect.series.pcp import FOLDER, PcpSeries
    from hexascope.collect.series.sysstat import FOLDERS, SysstatSeries
    from hexascope.services.sources.here import ThisHost
    from hexascope.services.sources.past import PastLooks

    said = known.settings.past
    host = this_host(LocalFiles())

    def keepers(service: Examinations) -> tuple[SysstatSeries | PcpSeries, ...]:
        folders = (said.sysstat,) if said.sysstat else FOLDERS
        return (
            SysstatSeries(folders, collectors=service.collectors.values(), checks=service.checks),
            PcpSeries(
                said.pcp or FOLDER,
                host=host.name,
                collectors=service.collectors.values(),
                checks=service.checks,
            ),
        )

    return PastLooks(
        host=host,
        where=where,
        keepers=keepers,
        archive=archive(known),
        live=lambda since: ThisHost(
            host=host, niceness=known.settings.examine.niceness, since=since
        ),
        logs=Logs(kmsg, Path(said.logs)),
    )


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
    import hexascope.consult.specialists
    from hexascope.consult.contract import Specialist
    from hexascope.domain.families import families
    from hexascope.domain.remedy import Remedy

    return Named(
        checks=checks(known),
        families=families(),
        specialists=discover(hexascope.consult.specialists, Specialist),
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
    folder = Path(__file__).parent.joinpath(*package.split("."))
    return sorted(file.stem for file in folder.glob("*.py") if not file.stem.startswith("_"))


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
    )


def archive(known: Known) -> FolderArchive:
    """Give the archive of examinations below the state folder."""
    keep = known.settings.keep
    return FolderArchive(state_folder(os.environ), newest=keep.newest, most_bytes=keep.most_bytes)


def this_host(files: LocalFiles) -> HostFacts:
    """Name this host: its id from the state folder, made at the first time, and its name."""
    try:
        name = files.read("/proc/sys/kernel/hostname").strip()
    except NotHere:
        name = "localhost"
    return HostFacts(id=_host_id(), name=name or "localhost", privileged=os.geteuid() == 0)


def settings_digest(known: Known) -> str:
    """Give the digest of the settings that change a judgement."""
    said = known.settings
    judging = [said.checks, said.collectors, said.prices, repr(said.goals), said.examine.strict]
    return digest(judging)[:16]


def _host_id() -> str:
    """Read the host's random id; where it can't be kept, a fresh one serves this time."""
    file = state_folder(os.environ) / "host.json"
    try:
        known = json.loads(file.read_text(encoding="utf-8"))["id"]
        if isinstance(known, str) and len(known) == 32 and known.isalnum():
            return known
    except (OSError, ValueError, KeyError, TypeError):
        pass  # not there yet, or damaged: a new one is made
    made = secrets.token_hex(16)
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = file.with_suffix(f".{os.getpid()}.new")
        new.write_text(json.dumps({"id": made}), encoding="utf-8")
        new.rename(file)
    except OSError:
        return made
    return made
