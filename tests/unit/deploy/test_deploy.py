"""What the server ships with: containers, units, proxies; each names only what is there."""

import configparser
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from hexascope.cli.main import COMMANDS
from hexascope.services.dashboards.grafana import hosts_dashboard, server_dashboard
from hexascope.settings.places import SYSTEM_SETTINGS
from hexascope.settings.read import read_settings

yaml = pytest.importorskip("yaml", reason="PyYAML reads the compose file")

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("systemd/*.service"))
PINNED = re.compile(r"[\w./-]+:v?\d+\.\d+[\w.-]*")


class Strict(yaml.SafeLoader):  # type: ignore[misc,name-defined] # it has no types
    """Reads YAML and refuses a key that stands twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [one.value for one, _ in node.value if one.tag != "tag:yaml.org,2002:merge"]
        assert len(set(keys)) == len(keys), f"twice: {keys}"
        self.flatten_mapping(node)
        made: dict[Any, Any] = super().construct_mapping(node, deep)
        return made


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.load((DEPLOY / "compose.yaml").read_text(), Loader=Strict)
    return read


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """Give a folder in which all secrets were made."""
    shutil.copy(DEPLOY / "make-secrets", tmp_path)
    subprocess.run([tmp_path / "make-secrets", "web.example.org"], check=True, timeout=60)
    return tmp_path


def instructions() -> list[tuple[str, str]]:
    text = (DEPLOY / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [one.strip() for one in text.splitlines() if one.strip() and not one.startswith("#")]
    return [(one.partition(" ")[0], one.partition(" ")[2]) for one in lines]


def test_each_secret_of_the_compose_file_is_made_and_none_more(
    compose: dict[str, Any], made: Path
) -> None:
    files = {one["file"].removeprefix("./secrets/") for one in compose["secrets"].values()}

    assert {file.name for file in (made / "secrets").iterdir()} == files
    assert (made / "secrets").stat().st_mode & 0o777 == 0o700
    words = [(made / "secrets" / name).read_text() for name in sorted(files)]
    assert len(set(words)) == len(words)
    assert all(len(one) >= 64 for one in words)


def test_secrets_that_are_there_stay(made: Path) -> None:
    before = {file: file.read_text() for file in made.rglob("*") if file.is_file()}
    (made / "secrets" / "grafana").unlink()

    subprocess.run([made / "make-secrets", "other.example.org"], check=True, timeout=60)

    after = {file: file.read_text() for file in made.rglob("*") if file.is_file()}
    changed = {file.name for file in after if before.get(file) != after[file]}
    assert changed == {"grafana"}


@pytest.mark.parametrize("name", ["", "a b", "$(id)", "a;b", "a/b"])
def test_a_name_that_is_none_makes_nothing(name: str, tmp_path: Path) -> None:
    shutil.copy(DEPLOY / "make-secrets", tmp_path)

    ended = subprocess.run(
        [tmp_path / "make-secrets", name], capture_output=True, check=False, timeout=60
    )

    assert ended.returncode == 2
    assert [file.name for file in tmp_path.iterdir()] == ["make-secrets"]


def test_the_settings_that_are_made_are_settings(made: Path) -> None:
    known = read_settings((made / "secrets" / "config.toml",), {})

    said = known.settings.server
    assert said.url == "https://web.example.org"
    assert said.store.startswith("postgresql://hexascope:")
    assert (made / "secrets" / "database").read_text() in said.store
    assert (made / "secrets" / "redis").read_text() in said.bus
    assert said.queue.startswith("celery+redis://:")


def test_services_name_only_what_is_declared(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for name, service in services.items():
        for one in service.get("secrets", ()):
            source = one if isinstance(one, str) else one["source"]
            assert source in compose["secrets"], name
        for one in service.get("volumes", ()):
            source = one.split(":")[0]
            if source.startswith("."):
                assert (DEPLOY / source).exists(), f"{name}: {source}"
            else:
                assert source in compose["volumes"], f"{name}: {source}"
        for one in service.get("networks", ()):
            assert one in compose["networks"], name
        for other, how in service.get("depends_on", {}).items():
            assert other in services, name
            if how["condition"] == "service_healthy":
                assert _is_looked_after(services[other]), f"{name} waits for {other}"


def _is_looked_after(service: dict[str, Any]) -> bool:
    return "healthcheck" in service or "build" in service  # the image brings one


def test_images_are_pinned_and_hold_no_password(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        image = service["image"]
        assert image == "hexascope:local" or PINNED.fullmatch(image), name
        for variable, value in service.get("environment", {}).items():
            secret = re.search(r"PASSWORD|SECRET|TOKEN|KEY", variable)
            assert not secret or value.startswith("/run/secrets/"), f"{name}: {variable}"
        assert "privileged" not in service, name


def test_nothing_but_the_proxy_is_reached_from_other_machines(compose: dict[str, Any]) -> None:
    open_to_all = {
        name
        for name, service in compose["services"].items()
        for port in service.get("ports", ())
        if not port.startswith("127.0.0.1:")
    }

    assert open_to_all == {"api"}, "whose network the proxy shares"
    assert compose["services"]["api"]["ports"] == ["${HEXASCOPE_LISTEN:-127.0.0.1}:443:443"]
    for name in ("postgres", "redis", "prometheus", "scheduler"):
        assert compose["services"][name]["networks"] == ["inside"]
    assert compose["networks"]["inside"]["internal"] is True


def test_our_services_run_commands_that_there_are(compose: dict[str, Any]) -> None:
    ours = {
        name: service
        for name, service in compose["services"].items()
        if service["image"] == "hexascope:local"
    }

    assert sorted(ours) == ["api", "prepare", "scheduler", "worker-1", "worker-2"]
    for name, service in ours.items():
        assert service["command"][0] in COMMANDS, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["read_only"] is True, name
        mounted = [one for one in service["secrets"] if isinstance(one, dict)]
        assert [one["target"] for one in mounted] == [str(SYSTEM_SETTINGS)], name


def test_the_image_is_pinned_runs_as_nobody_special_and_is_looked_after() -> None:
    told = instructions()
    words = [word for word, _ in told]

    for _, image in [one for one in told if one[0] == "FROM"]:
        assert PINNED.fullmatch(image.split()[0]), image
    assert [rest for word, rest in told if word == "USER"] == ["10001:10001"]
    assert words.index("USER") < words.index("ENTRYPOINT")
    assert "RUN" not in words[words.index("USER") :]
    assert words.count("HEALTHCHECK") == 1
    assert json.loads(next(rest for word, rest in told if word == "ENTRYPOINT")) == ["hexascope"]
    assert json.loads(next(rest for word, rest in told if word == "CMD"))[0] in COMMANDS
    assert "ADD" not in words
    assert not [rest for word, rest in told if word in ("ENV", "ARG") and "PASSW" in rest.upper()]


def test_what_the_image_copies_is_there_and_not_left_out() -> None:
    let_in = [
        one.removeprefix("!")
        for one in (ROOT / ".dockerignore").read_text().splitlines()
        if one.startswith("!")
    ]
    copied = [
        source
        for word, rest in instructions()
        if word == "COPY" and "--from" not in rest
        for source in rest.split()[:-1]
    ]

    assert sorted(copied) == sorted(let_in)
    assert [one for one in copied if not (ROOT / one).exists()] == []


def test_what_is_installed_is_pinned() -> None:
    lines = (DEPLOY / "constraints.txt").read_text().splitlines()
    pins = [one for one in lines if one and not one.startswith("#")]

    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", one) for one in pins)
    names = {one.partition("==")[0].lower() for one in pins}
    assert {"fastapi", "sqlalchemy", "asyncpg", "celery", "redis", "cryptography"} <= names
    assert "hexascope" not in names


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_units_run_commands_that_there_are_and_may_little(unit: Path) -> None:
    read = configparser.ConfigParser(strict=False, interpolation=None, comment_prefixes="#")
    read.optionxform = str  # type: ignore[assignment,method-assign] # keys of units have capitals
    read.read(unit)
    service = read["Service"]

    program, command = service["ExecStart"].split()[:2]
    assert program == "/opt/hexascope/bin/hexascope"
    assert command in COMMANDS
    assert service["User"] == "hexascope"
    assert service["LoadCredential"].startswith("hexascope-master-key:")
    assert (service["ProtectSystem"], service["NoNewPrivileges"]) == ("strict", "true")
    assert service["CapabilityBoundingSet"] == ""
    assert (service["Type"] == "notify") == ("WatchdogSec" in service)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_systemd_finds_nothing_wrong_with_units(unit: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not here; the test above reads the units")
    judged = subprocess.run(
        [analyze, "verify", str(unit)], capture_output=True, text=True, check=False, timeout=60
    )
    said = [
        line
        for line in judged.stderr.splitlines()
        if unit.name in line and "is not executable: No such file" not in line
    ]

    assert said == []


def test_shell_scripts_are_shell_scripts() -> None:
    for name in ("make-secrets", "postgres/10-hexascope.sh"):
        file = DEPLOY / name
        assert file.stat().st_mode & 0o111
        subprocess.run(["sh", "-n", str(file)], check=True, timeout=60)


def test_dashboards_and_rules_are_those_that_the_program_writes() -> None:
    from hexascope import bootstrap
    from hexascope.cli.export import MADE_BY
    from hexascope.kit.yaml import yaml as written
    from hexascope.services.dashboards.prometheus import config, rules

    folder = DEPLOY / "grafana" / "dashboards"
    assert json.loads((folder / "hexascope-hosts.json").read_text()) == hosts_dashboard()
    assert json.loads((folder / "hexascope-server.json").read_text()) == server_dashboard()
    made = rules(bootstrap.checks(read_settings((), {})))
    told = (DEPLOY / "prometheus" / "hexascope.rules.yml").read_text()
    assert told == MADE_BY + written(made), "hexascope export prometheus --output deploy/prometheus"
    asked = config(
        ["metrics:9180"],
        "/run/secrets/prometheus-token",
        https=False,
        rules="hexascope.rules.yml",
    )
    assert (DEPLOY / "prometheus" / "prometheus.yml").read_text() == MADE_BY + written(asked)


def test_nginx_takes_its_example(tmp_path: Path) -> None:
    nginx = shutil.which("nginx")
    if nginx is None:
        pytest.skip("nginx is not here")
    import trustme

    issued = trustme.CA().issue_cert("hexascope.example.org")
    issued.private_key_and_cert_chain_pem.write_to_path(tmp_path / "whole.pem")
    said = (DEPLOY / "proxy" / "nginx.conf").read_text()
    said = re.sub(r"/etc/letsencrypt/live/\S+?\.pem", str(tmp_path / "whole.pem"), said)
    said = re.sub(r"listen (\[::\]:)?(443|80)", r"listen \g<1>18790", said)
    said = said.replace("listen 18790", "listen 127.0.0.1:18790").replace("[::]", "[::1]")
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}}\nhttp {{ access_log off;\n{said} }}\n"
    )

    judged = subprocess.run(
        [nginx, "-t", "-q", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert judged.returncode == 0, judged.stderr
