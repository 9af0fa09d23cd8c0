"""Where a window comes from: this host, its past, a bundle, another host, a Prometheus."""

from pathlib import Path

from hexascope.bootstrap.places import archive, this_host
from hexascope.collect.hosts.local import LocalFiles
from hexascope.domain.errors import BadInput
from hexascope.services.examinations import Examinations
from hexascope.services.sources.contract import Source, Where
from hexascope.settings.read import Known


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
