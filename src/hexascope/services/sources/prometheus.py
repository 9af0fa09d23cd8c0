"""A host as a Prometheus has kept it: series of its node_exporter, judged by the same checks."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from hexascope.collect.series.prometheus import PrometheusSeries
from hexascope.collect.series.prometheus_address import Login, address
from hexascope.collect.series.prometheus_api import Prometheus
from hexascope.domain.errors import BadInput
from hexascope.domain.host import HostFacts
from hexascope.kit import clock
from hexascope.services.examinations import Examinations, Progress, Wishes
from hexascope.services.looked import Looked, cost_of
from hexascope.services.sources.contract import Where
from hexascope.services.times import moment

START = "prometheus:"
KEEPER = "prometheus"

USUAL_SECONDS = 600.0
"""The window that is asked for where --window is not given: forty scrapes of the usual 15 s."""

SOURCES = {
    family: f"{KEEPER} node_network_*_{counter}_total"
    for family, counter in (
        ("interface.drops", "drop"),
        ("interface.drop_share", "drop"),
        ("interface.errors", "errs"),
        ("interface.collision_share", "colls"),
        ("interface.packet_rate", "packets"),
    )
}
"""Series behind what the rows of interfaces carry."""

MOST_SECRET_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginFiles:
    """The files of a login, as the settings name them; none: no login."""

    user: str = ""
    password_file: str = ""
    token_file: str = ""
    ca_file: str = ""

    def read(self) -> Login:
        """Read the login; BadInput names a file that can't be used, and shows nothing of it."""
        return Login(
            user=self.user,
            password=_secret(self.password_file, "password_file") if self.password_file else "",
            token=_secret(self.token_file, "token_file") if self.token_file else "",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PrometheusHost:
    """An instance of a Prometheus; without a length that was asked for it is ten minutes of it."""

    where: Where
    login: LoginFiles

    def look(
        self,
        service: Examinations,
        wishes: Wishes,
        progress: Progress,  # noqa: ARG002 - nothing is waited for that could be shown
        bundle: Path | None,  # noqa: ARG002 - an evidence bundle holds files, not series
    ) -> Looked:
        """Ask for the series of the window, and make looks of its scrapes."""
        began = clock.monotonic()
        _refuse_what_needs_the_host(wishes, self.where)
        seconds = self.where.seconds or USUAL_SECONDS
        api = Prometheus(
            address(self.where.address.removeprefix(START)),
            self.login.read(),
            authorities=self.login.ca_file,
        )
        at = moment(self.where.at, clock.wall()) if self.where.at else None
        series = PrometheusSeries(
            api,
            self.where.instance,
            at=at,
            collectors=service.collectors.values(),
            checks=service.checks,
        )
        end = series.now() if at is None else at + seconds / 2
        window = series.window(end - seconds, end)
        return Looked(
            window=window,
            host=HostFacts(id=_id(series), name=series.host_name),
            cost=cost_of(window, api.reads, began),
            source=f"{KEEPER} {api.where.shown}",
            notes=series.notes,
            sources=SOURCES,
        )


def _refuse_what_needs_the_host(wishes: Wishes, where: Where) -> None:
    for asked, what in (
        (wishes.target is not None, "a target (--unit, --pid, --port and so on)"),
        (wishes.deep, "--deep"),
        (bool(where.since), "--since"),
        (where.sudo, "--sudo"),
    ):
        if asked:
            raise BadInput(
                f"a Prometheus knows series of the whole host: leave out {what}, or examine the"
                " host itself"
            )


def _id(series: PrometheusSeries) -> str:
    """Give the host an id that is the same in its next examination: of its target's labels."""
    labels = series.instance.labels if series.instance else ()
    return hashlib.sha256(repr((KEEPER, labels)).encode()).hexdigest()[:32]


def _secret(name: str, setting: str) -> str:
    """Read a secret from the first line of a file."""
    try:
        with Path(name).open("rb") as stream:
            data = stream.read(MOST_SECRET_BYTES)
    except OSError as error:
        raise BadInput(
            f"prometheus.{setting} {name} can't be read: {error.strerror or error}"
        ) from None
    try:
        word = data.decode().partition("\n")[0].strip()
    except UnicodeDecodeError:
        word = ""
    # a header takes ASCII alone, and its error would show a letter of the secret
    if not word.isprintable() or not word.isascii() or not word:
        raise BadInput(f"prometheus.{setting} {name} holds no secret in its first line")
    return word
