"""Every setting but those of single plug-ins: its name, its default, its meaning."""

from dataclasses import dataclass, field
from typing import Any


def setting(default: Any, meaning: str) -> Any:  # as dataclasses.field
    """Declare one setting with its meaning; `hexascope settings` and the docs show it."""
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, slots=True, kw_only=True)
class Examine:
    """How a host is examined."""

    window_seconds: float = setting(5.0, "how long a host is looked at, in seconds")
    light_seconds: float = setting(0.1, "pause between two light looks, in seconds")
    niceness: int = setting(5, "by how much the examination lowers its own priority, 0 to 19")
    strict: bool = setting(False, "count standing conditions by their own severity")
    fail_on: str = setting("", "exit with 1 from this severity on; empty: never")
    language: str = setting("", "en or pt; empty: what the environment says")


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """What is kept of past examinations."""

    examinations: bool = setting(True, "keep each examination of this host")
    newest: int = setting(200, "how many examinations of one host are kept")
    most_bytes: int = setting(2**30, "how many bytes the examinations of one host may take")


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """How the specialists are heard."""

    patience_seconds: float = setting(30.0, "how long one specialist is waited for, in seconds")
    panel_seconds: float = setting(60.0, "how long a panel by models may take, in seconds")
    models: str = setting("", "models to judge by, the next where one fails; empty: rules")
    base_url: str = setting("", "address of the models' server, where it is not the usual one")
    key_file: str = setting("", "a file that holds the key, instead of the environment")
    config_list: str = setting("", "a file with AutoGen's config_list, instead of models")
    hide: bool = setting(True, "hide addresses, users and secrets from models elsewhere")
    mode: str = setting("", "full: six specialists; solo: one call; empty: by the model's size")
    settle_early: bool = setting(True, "settle with three answers while the fourth still speaks")
    max_rounds: int = setting(2, "rounds of discussion; 0: analysts don't talk to each other")
    probes: int = setting(3, "probes that a panel may have run on this host, 0 to 3; 0: none")
    allow_code: bool = setting(False, "let models have programs run in a sandbox over the evidence")
    sandbox: str = setting(
        "", "the sandbox that these run in, such as docker; empty: the strongest"
    )
    sandbox_level: int = setting(2, "the level below which no program of a model runs, 2 to 4")
    engine: str = setting("own", "who brings the specialists to speak: own, agent-framework")
    cache_seconds: float = setting(300.0, "how long a model's answer is used again; 0: never")
    run_tokens: int = setting(200_000, "tokens that one panel may take")
    run_dollars: float = setting(1.0, "US dollars that one panel may cost")
    day_tokens: int = setting(2_000_000, "tokens that all panels of a day (UTC) may take")
    day_dollars: float = setting(10.0, "US dollars that all panels of a day (UTC) may cost")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalSettings:
    """What you want of this host; a missed goal is harm, where else it would only be 'busy'."""

    cpu_utilization: float | None = setting(None, "CPU utilization that should not be passed, 0-1")
    memory_utilization: float | None = setting(None, "memory use that should not be passed, 0-1")
    disk_utilization: float | None = setting(None, "disk busy share that should not be passed, 0-1")
    disk_await_s: float | None = setting(None, "mean wait for a disk not to be passed, in seconds")
    statement: str = setting("", "what this host is for, in your words")
    constraints: tuple[str, ...] = setting((), "what must not be done, in your words")
    sla: tuple[str, ...] = setting((), "service levels to keep: 99.9 % of answers under 300 ms")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrometheusSettings:
    """How to log in at a Prometheus; secrets stand in files, never here."""

    user: str = setting("", "name for a Prometheus that wants a password")
    password_file: str = setting("", "file with that password in its first line")
    token_file: str = setting("", "file with a bearer token in its first line")
    ca_file: str = setting("", "certificates to trust for https; empty: those of the system")


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSettings:
    """Where this host keeps its past; empty: the usual places."""

    sysstat: str = setting("", "folder of sysstat's archives; empty: /var/log/sysstat, /var/log/sa")
    pcp: str = setting("", "folder of Performance Co-Pilot's archives; empty: the usual one")
    logs: str = setting("/var/log", "folder of the files that syslog writes")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationLogin:
    """How `--deep` may ask one program of this host; a password stands in a file, never here."""

    host: str = setting("", "address, or folder of the unix socket; empty: the client's default")
    port: int = setting(0, "port; 0: the client's default")
    user: str = setting("", "name to log in with; empty: the client's default")
    database: str = setting("", "database to log in to; empty: the client's default")
    service: str = setting("", "service in pg_service.conf, which holds all of these")
    password_file: str = setting("", "a passfile of libpq, a my.cnf, or one line for Redis")
    run_as: str = setting("", "user of this host to ask as, for a peer login: postgres, mysql")
    status: str = setting("", "path of nginx' stub_status page, such as /nginx_status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """How the server keeps, listens and works; three addresses make it one size or another."""

    store: str = setting("", "sqlite:///FILE or postgresql://…; empty: a file in the state folder")
    bus: str = setting("memory://", "memory:// or redis://HOST:PORT/DATABASE")
    queue: str = setting("local://", "local:// or celery+redis://HOST:PORT/DATABASE")
    host: str = setting("127.0.0.1", "address to listen on")
    port: int = setting(8000, "port to listen on")
    url: str = setting("", "address under which people reach it, where it is another: https://…")
    tls_certificate: str = setting("", "file with the certificate chain, for https")
    tls_key: str = setting("", "file with its key")
    trusted_proxies: str = setting("", "addresses of proxies whose forwarded headers count")
    origins: tuple[str, ...] = setting((), "other origins whose pages may ask the API (CORS)")
    workers: int = setting(4, "jobs that one process works on at once")
    drain_seconds: float = setting(30.0, "how long requests and jobs may take to end at a stop")
    look_seconds: float = setting(1.0, "pause between two samples of this host; 0: none")
    keep_days: float = setting(14.0, "days for which the samples of a host are kept")
    keep_minutes_days: float = setting(90.0, "days for which one value a minute is kept")
    keep_hours_days: float = setting(730.0, "days for which one value an hour is kept")
    series_per_host: int = setting(5000, "series that one host may send")
    requests_per_minute: int = setting(1200, "requests that one caller may make in a minute")
    session_hours: float = setting(12.0, "hours after which a login ends")
    idle_minutes: float = setting(30.0, "minutes of rest after which a login ends")
    master_key_file: str = setting("", "file with the key of all secrets; empty: made on first use")
    audit_outside: str = setting("", "where signed heads of the audit log go: a file, syslog, URL")
    metrics_token_file: str = setting("", "file with the token that /metrics asks for; empty: none")


@dataclass(frozen=True, slots=True, kw_only=True)
class OidcSettings:
    """Logging in by an identity provider (OpenID Connect); empty issuer: no such login."""

    issuer: str = setting("", "address of the provider, such as https://id.example.org")
    client_id: str = setting("", "this server's id at the provider")
    client_secret_file: str = setting("", "file with its secret; empty: a public client with PKCE")
    scopes: str = setting("openid email profile", "what is asked for")
    claim: str = setting("email", "claim that names the user")
    roles_claim: str = setting("", "claim with the names of roles; empty: roles are given here")
    tenant: str = setting("default", "tenant of those who come this way")
    create: bool = setting(False, "make an account for who is not known yet, with the role viewer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings. Tables of plug-ins are checked by the dataclass of limits of each plug-in."""

    examine: Examine = field(default_factory=Examine)
    keep: Keep = field(default_factory=Keep)
    panel: Panel = field(default_factory=Panel)
    goals: GoalSettings = field(default_factory=GoalSettings)
    prometheus: PrometheusSettings = field(default_factory=PrometheusSettings)
    past: PastSettings = field(default_factory=PastSettings)
    server: Server = field(default_factory=Server)
    oidc: OidcSettings = field(default_factory=OidcSettings)
    prices: dict[str, float] = field(default_factory=dict)
    models: dict[str, dict[str, Any]] = field(default_factory=dict)
    token_prices: dict[str, dict[str, float]] = field(default_factory=dict)
    checks: dict[str, dict[str, Any]] = field(default_factory=dict)
    collectors: dict[str, dict[str, Any]] = field(default_factory=dict)
    applications: dict[str, dict[str, Any]] = field(default_factory=dict)
