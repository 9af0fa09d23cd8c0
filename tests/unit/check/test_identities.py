from dataclasses import replace
from typing import Any

import pytest

from hexascope.check.identities import Known, with_identities
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind, Identity
from hexascope.domain.finding import Finding, finding_id
from hexascope.domain.rows import Container, Process, ServiceUnit
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, When
from tests.support.cases import case, fact, process, reading, use

ID = "3f" * 32
UID = "0a1b2c3d-1111-2222-3333-444455556666"
POD_PATH = f"/kubepods/burstable/pod{UID}/{ID}"
CART = Container(ID, "containerd", "cart", "cart:7", "cart-7d9f", "shop", POD_PATH, 5.0, 1.7e9)


def entity(kind: EntityKind, name: str, pid: int | None = None, path: str = "") -> Entity:
    return Entity(kind=kind, name=name, pid=pid, pids=(pid,) if pid else (), path=path)


def finding(culprit: Entity | None, *victims: Entity) -> Finding:
    return Finding(
        id=finding_id("x", culprit),
        check="x",
        resource=Resource.CPU,
        aspect=Aspect.SATURATION,
        severity=Severity.HIGH,
        own_severity=Severity.HIGH,
        title=text("x"),
        description=text("x"),
        culprit=culprit,
        victims=victims,
        evidence=(fact("cpu.utilization", 0.5),),
        recommendation=text("x"),
        proposals=(),
        confidence=80,
        harm=Harm.WAITING,
        time="",
        when=When.NOW,
    )


def chain(about: Case, one: Entity) -> Identity | None:
    (found,) = with_identities(about, [finding(one)])
    assert found.culprit is not None
    assert found.id == finding_id("x", one)
    return found.culprit.identity


def seen(*rows: object, **process_fields: Any) -> Case:
    row = process(**process_fields)
    return case(
        use(row),
        *rows,
        fact("user.name", "postgres", uid="1000"),
        last=(row, reading("host.since_boot", 105.0)),
    )


def test_a_process_in_a_pod_has_the_whole_chain() -> None:
    about = seen(CART, cgroup=POD_PATH, command="cart --port 80", start_s=50.0)

    assert chain(about, entity(EntityKind.PROCESS, "worker", 4242)) == Identity(
        pid=4242,
        unit="",
        container=ID,
        container_name="cart",
        runtime="containerd",
        image="cart:7",
        pod="cart-7d9f",
        namespace="shop",
        owner="1000",
        started="2023-11-14T22:14:10.000Z",
        command="cart --port 80",
    )


def test_a_process_of_a_service_has_its_unit_and_its_users_name() -> None:
    about = seen(cgroup="/system.slice/postgresql.service")

    known = chain(about, entity(EntityKind.PROCESS, "worker", 4242))

    assert known is not None
    assert (known.unit, known.owner) == ("postgresql.service", "postgres")


def test_victims_have_the_chain_as_well() -> None:
    about = seen(cgroup="/system.slice/postgresql.service")

    (found,) = with_identities(about, [finding(None, entity(EntityKind.PROCESS, "worker", 4242))])

    assert found.culprit is None
    assert [one.identity and one.identity.unit for one in found.victims] == ["postgresql.service"]


def test_a_check_that_names_a_bare_pid_gets_the_chain_too() -> None:
    about = seen(cgroup="/system.slice/postgresql.service")

    known = chain(about, entity(EntityKind.PROCESS, "pid 4242", 4242))

    assert known is not None
    assert known.unit == "postgresql.service"


def test_a_pid_of_the_log_that_is_anothers_by_now_gets_no_ones_chain() -> None:
    about = seen(cgroup="/system.slice/postgresql.service")

    assert chain(about, entity(EntityKind.PROCESS, "cart", 4242)) is None


def test_a_user_in_a_container_is_not_called_by_the_hosts_names() -> None:
    inside = seen(CART, cgroup=POD_PATH, uid=1000)
    elsewhere = seen(root="/srv/jail", uid=1000)

    for about in (inside, elsewhere):
        known = chain(about, entity(EntityKind.PROCESS, "worker", 4242))
        assert known is not None
        assert known.owner == "1000"


def test_a_user_without_a_name_is_told_by_number_and_one_unread_not_at_all() -> None:
    for uid, owner in ((77, "77"), (None, "")):
        known = chain(seen(uid=uid), entity(EntityKind.PROCESS, "worker", 4242))
        assert known is not None
        assert known.owner == owner


def test_a_containers_control_group_names_container_pod_and_start() -> None:
    about = seen(CART)

    known = chain(about, entity(EntityKind.CGROUP, POD_PATH, path=POD_PATH))

    assert known is not None
    assert (known.container_name, known.image, known.pod) == ("cart", "cart:7", "cart-7d9f")
    assert known.started == "2023-11-14T22:13:20.000Z"


def test_a_pods_control_group_names_the_pod() -> None:
    pod = f"/kubepods/burstable/pod{UID}"
    named = Container(UID, "kubernetes", pod="cart-7d9f", namespace="shop")

    for rows, name in (((), UID), ((named,), "cart-7d9f")):
        known = chain(seen(*rows), entity(EntityKind.CGROUP, pod, path=pod))
        assert known is not None
        assert known.pod == name


def test_a_unit_has_the_chain_of_its_main_process() -> None:
    unit = ServiceUnit("db.service", "active", "running", "success", 0, 50.0, 4242)
    about = seen(unit, command="postgres -D /data")

    known = chain(about, entity(EntityKind.UNIT, "db.service"))

    assert known is not None
    assert (known.unit, known.command) == ("db.service", "postgres -D /data")
    assert (known.pid, known.owner) == (4242, "postgres")


def test_a_unit_without_a_process_tells_when_it_was_started() -> None:
    unit = ServiceUnit("db.service", "failed", "failed", "exit-code", 0, 50.0, 0)

    known = chain(seen(unit), entity(EntityKind.UNIT, "db.service"))

    assert known == Identity(unit="db.service", started="2023-11-14T22:14:10.000Z")


def test_a_short_id_of_a_container_is_found_if_it_is_long_enough() -> None:
    known = Known.of(seen(CART))

    assert known.container(ID[:12]) == CART
    assert known.container(ID[:11]) is None
    assert known.container("") is None


def test_what_is_no_process_keeps_what_its_check_said() -> None:
    one = replace(entity(EntityKind.DEVICE, "vda"), key="vda")

    assert with_identities(seen(), [finding(one)])[0].culprit == one


def test_a_process_that_has_ended_is_known_from_the_first_look() -> None:
    row: Process = process(pid=7, comm="gone", cgroup="/system.slice/a.service")
    about = case(first=(row,))

    known = chain(about, entity(EntityKind.PROCESS, "gone", 7))

    assert known is not None
    assert known.unit == "a.service"


@pytest.mark.parametrize("start", [1e300, float("nan"), -1e30])
def test_a_start_that_no_calendar_has_leaves_the_rest(start: float) -> None:
    known = chain(seen(start_s=start), entity(EntityKind.PROCESS, "worker", 4242))

    assert known is not None
    assert (known.started, known.owner) == ("", "postgres")


def test_of_a_dead_program_whose_parent_is_known_the_parents_chain_is_whole() -> None:
    about = seen(CART, cgroup=POD_PATH)
    dead = replace(
        entity(EntityKind.PROCESS, "gone"), identity=Identity(pid=4242, command="worker")
    )

    known = chain(about, dead)

    assert known is not None
    assert (known.pid, known.container_name) == (4242, "cart")
