from hexascope.check.checks.target_peer_wait import target_peer_wait
from hexascope.domain.target import Hop, ThreadState
from hexascope.domain.use import Severity
from tests.support.cases import case, findings, process, use
from tests.support.stories import about, does, hop

WAITS = {ThreadState.PROCESS: 0.8}
PHP = use(process(pid=20, comm="php-fpm"))
DB = use(process(pid=30, comm="postgres"))
BACKUP = use(process(pid=40, comm="backup"))
TO_PHP = hop(
    ThreadState.PROCESS,
    "php-fpm",
    20,
    via="unix /run/php.sock",
    other_does=does(ThreadState.PROCESS, 0.9),
)


def to_db(state: ThreadState, share: float) -> Hop:
    return hop(
        ThreadState.PROCESS,
        "postgres",
        30,
        via="tcp 127.0.0.1:5432",
        depth=2,
        waiter="php-fpm",
        waiter_pids=(20,),
        other_does=does(state, share),
    )


TO_DISK = hop(
    ThreadState.DISK,
    "backup",
    40,
    via="device vda",
    depth=3,
    waiter="postgres",
    waiter_pids=(30,),
)


def test_the_culprit_stands_at_the_end_of_the_chain() -> None:
    hops = (TO_PHP, to_db(ThreadState.DISK, 0.7), TO_DISK)

    (made,) = findings(target_peer_wait, about(WAITS, PHP, DB, BACKUP, hops=hops))

    assert made.severity is Severity.HIGH
    assert made.culprit is not None
    assert made.culprit.name == "backup"
    steps = str(dict(made.description.values)["steps"])
    assert steps == "web → php-fpm (unix /run/php.sock) → postgres (tcp 127.0.0.1:5432)"
    assert dict(made.description.values)["share"] == 0.7


def test_without_anybody_behind_it_the_end_itself_is_the_culprit() -> None:
    hops = (TO_PHP, to_db(ThreadState.LOCK, 0.7))

    (made,) = findings(target_peer_wait, about(WAITS, PHP, DB, hops=hops))

    assert made.culprit is not None
    assert made.culprit.pids == (30,)


def test_less_than_most_of_its_time_is_medium() -> None:
    hops = (TO_PHP, to_db(ThreadState.LOCK, 0.7))

    (made,) = findings(target_peer_wait, about({ThreadState.PROCESS: 0.5}, PHP, DB, hops=hops))

    assert made.severity is Severity.MEDIUM


def test_a_chain_whose_end_just_works_is_information() -> None:
    for end in (to_db(ThreadState.ON_CPU, 0.9), to_db(ThreadState.DISK, 0.29)):
        (made,) = findings(target_peer_wait, about(WAITS, PHP, DB, hops=(TO_PHP, end)))
        assert made.severity is Severity.INFO


def test_a_far_host_is_named_and_nothing_is_claimed_of_it() -> None:
    far = hop(ThreadState.NETWORK, "10.0.0.9:443", via="tcp 10.0.0.9:443")

    (made,) = findings(target_peer_wait, about({ThreadState.NETWORK: 0.9}, hops=(far,)))

    assert made.severity is Severity.INFO
    assert made.culprit is not None
    assert made.culprit.name == "10.0.0.9:443"


def test_waiting_for_others_a_part_of_the_time_is_healthy() -> None:
    hops = (TO_PHP, to_db(ThreadState.LOCK, 0.7))

    assert not findings(target_peer_wait, about({ThreadState.PROCESS: 0.39}, hops=hops))
    assert not findings(target_peer_wait, about(WAITS))


def test_a_circle_of_waiters_is_walked_once() -> None:
    back = hop(
        ThreadState.PROCESS, "web", 10, via="pipe 7", depth=2, waiter="php-fpm", waiter_pids=(20,)
    )
    again = hop(ThreadState.PROCESS, "php-fpm", 20, via="pipe 8", depth=3)

    assert len(findings(target_peer_wait, about(WAITS, PHP, hops=(TO_PHP, back, again)))) == 1


def test_without_a_target_it_says_nothing() -> None:
    assert not list(target_peer_wait.judge(case(), target_peer_wait.options))
