from hexascope.derive.derivers.containers import containers
from hexascope.domain.facts import Facts
from hexascope.domain.rows import Cgroup, Container
from tests.support.cases import WALL, process, reading, window

ID = "3f" * 32
UID = "0a1b2c3d-1111-2222-3333-444455556666"
PATH = f"/kubepods/burstable/pod{UID}/{ID}"


def rows(*last: object) -> list[Container]:
    return list(containers.derive(window(last=last), Facts()))  # type: ignore[arg-type] # rows only


def test_a_container_that_no_runtime_told_of_is_known_by_its_control_group() -> None:
    (row,) = rows(process(cgroup=f"/system.slice/docker-{ID}.scope"))

    assert (row.id, row.runtime, row.cgroup) == (ID, "docker", f"/system.slice/docker-{ID}.scope")


def test_it_started_when_the_oldest_of_its_processes_did() -> None:
    inside = (process(pid=1, start_s=70.0, cgroup=PATH), process(pid=2, start_s=60.0, cgroup=PATH))

    (row,) = rows(*inside, reading("host.since_boot", 105.0))

    assert row.started == WALL + 60.0


def test_what_the_runtime_told_stays_and_gets_its_place() -> None:
    told = Container(ID, "containerd", "cart", "cart:7", "cart-7d9f", "shop", created=5.0)

    (row,) = rows(told, Cgroup(PATH, 2))

    assert row == told._replace(cgroup=PATH)


def test_a_pod_whose_name_is_known_names_its_containers() -> None:
    pod = Container(UID, "kubernetes", pod="cart-7d9f", namespace="shop")

    row, kept = rows(pod, process(cgroup=PATH))

    assert (row.pod, row.namespace) == ("cart-7d9f", "shop")
    assert kept == pod


def test_a_pod_whose_name_is_not_known_is_named_by_its_id() -> None:
    (row,) = rows(process(cgroup=PATH))

    assert row.pod == UID


def test_a_container_of_version_1_may_stand_in_one_of_the_trees_only() -> None:
    (row,) = rows(process(cgroup="/a", cgroups=(("cpu", "/a"), ("memory", f"/docker/{ID}"))))

    assert row.id == ID


def test_a_host_without_containers_has_no_row() -> None:
    assert rows(process(cgroup="/system.slice/nginx.service"), Cgroup("/", 2)) == []
