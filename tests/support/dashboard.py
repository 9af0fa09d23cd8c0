"""What the dashboard's journeys look at: `python -m tests.support.dashboard FOLDER` makes it.

Four tenants in one database: `default`, in which the server examines this machine; `other`, whose
things nobody else may see; `crowd`, with 500 hosts and 10,000 findings; `hostile`, in which every
name is an attack. It writes as JSON where the database and its key lie, and the password of all.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from starlette.testclient import TestClient

from hexascope.domain.examination import Examination
from hexascope.domain.finding import Finding
from hexascope.domain.text import text
from hexascope.domain.use import Resource, Severity
from hexascope.kit import clock
from hexascope.kit.ids import uuid7
from hexascope.services.access.access import FIRST_TENANT
from hexascope.services.access.names import key_of
from hexascope.store.database.accounts.users import User, Users
from hexascope.store.database.tenants import Tenants
from tests.support.content import call, keep
from tests.support.examinations import examination
from tests.support.people import PASSWORD, access_in, really_recognising
from tests.support.serving import parts_of, served

PEOPLE = (
    ("default", "ann", "admin"),
    ("default", "vic", "viewer"),
    ("default", "tom", "admin"),
    ("other", "bob", "admin"),
    ("crowd", "cleo", "admin"),
    ("hostile", "hal", "admin"),
)
INSTANCE = "ann"
HOSTS = 500
FINDINGS_OF_A_HOST = 20
HOSTILE = (
    "<img src=x onerror=\"document.title='owned'\">",
    "<script>document.title='owned'</script>",
    "\"><svg onload=document.title='owned'>",
    "javascript:document.title='owned'",
    "{{constructor.constructor('return 1')()}} $t(unknown)",
    "\u202egnp.exe\u200b\u2066 \u0007 %00 ../../etc/passwd",
    "=HYPERLINK(1)",
    "w" * 2_000,
)


def main() -> None:
    """Make the database in the folder that the first word names."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with served(folder, change=really_recognising) as client:
        _people(client)
        other = keep(client, _examination("vm", 0, ()), tenant="other")
        for number in range(HOSTS):
            keep(client, _examination(f"web-{number:03}", number, _crowd(number)), tenant="crowd")
        for number, name in enumerate(HOSTILE):
            keep(client, _hostile(number, name), tenant="hostile")
    made = {
        "store": f"sqlite:///{folder / 'hexascope.db'}",
        "master_key": str(folder / "master.key"),
        "password": PASSWORD,
        "other_examination": other,
    }
    sys.stdout.write(json.dumps(made))


def _people(client: TestClient) -> None:
    store, now = parts_of(client).store, clock.wall()
    password = call(client, lambda: access_in(client).passwords.hashed(PASSWORD))

    async def make() -> None:
        for tenant in sorted({tenant for tenant, _, _ in PEOPLE} - {FIRST_TENANT}):
            await Tenants(store.everywhere()).create(tenant, now)
        for number, (tenant, name, role) in enumerate(PEOPLE):
            user = User(
                id=uuid7(now + number),
                name=name,
                key=key_of(name),
                password=password,
                roles=(role,),
                instance=name == INSTANCE,
                created=now,
                changed=now,
            )
            await Users(store.of(tenant)).add(user)

    call(client, make)


def _examination(name: str, number: int, findings: tuple[Finding, ...]) -> Examination:
    """Give one of a host of this name, some minutes ago: the larger number is the newer."""
    plain = examination(name)
    then = clock.wall() - 3_600 + number
    score = max(0, 100 - 7 * (number % 15))
    return replace(
        plain,
        id=uuid7(then),
        time=clock.rfc3339(then),
        host=replace(plain.host, id=f"{number:032x}", name=name),
        health=replace(plain.health, score=score if number % 25 else None),
        window=replace(plain.window, started=clock.rfc3339(then - 5), ended=clock.rfc3339(then)),
        findings=(*plain.findings, *findings),
    )


def _crowd(number: int) -> tuple[Finding, ...]:
    return tuple(_crowd_of(number))


def _crowd_of(number: int) -> Iterator[Finding]:
    plain = examination().findings[0]
    for one in range(1, FINDINGS_OF_A_HOST):
        severity = Severity((number + one) % 5)
        yield replace(
            plain,
            id=f"{number:08x}{one:08x}",
            check=f"disk_latency_{one}",
            resource=Resource.DISK,
            severity=severity,
            own_severity=severity,
            title=text("Disk {name} of web-{number} is slow", name=f"nvme{one}n1", number=number),
        )


def _hostile(number: int, name: str) -> Examination:
    plain = _examination(name, number, ())
    found = replace(
        plain.findings[0],
        title=text("{name} is slow", name=name),
        description=text("See {name}.", name=name),
        recommendation=text("Stop {name}.", name=name),
    )
    verdict = replace(plain.verdict, headline=text("Start with {name}.", name=name))
    host = replace(plain.host, distribution=name, kernel=name)
    return replace(plain, findings=(found,), verdict=verdict, host=host)


if __name__ == "__main__":
    main()
