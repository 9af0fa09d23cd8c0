from hexascope.check.checks.hung_mount import hung_mount
from hexascope.domain.case import Case
from hexascope.domain.finding import Finding
from hexascope.domain.rows import Mount
from hexascope.domain.use import Aspect, Harm, Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.storage import mount


def host(at: Mount) -> Case:
    return case(
        fact("mount.count", 1),
        use(process(pid=7, comm="ls", wait_channel="request_wait_answer")),
        use(process(pid=8, comm="server", wait_channel="fuse_dev_do_read")),
        use(process(pid=9, comm="sleeper", wait_channel="ep_poll")),
        last=[at],
    )


def found(at: Mount) -> list[Finding]:
    return findings(hung_mount, host(at))


FUSE = mount(kind="fuse.sshfs", device="host:/", device_number="0:50", size_bytes=None)


def test_a_mount_that_gave_no_answer_is_found_with_who_stands_in_it() -> None:
    [finding] = found(FUSE._replace(hung=True, answer_s=2.0))

    assert (finding.severity, finding.harm) == (Severity.HIGH, Harm.WAITING)
    assert finding.aspect is Aspect.SATURATION
    assert finding.culprit is not None
    assert finding.culprit.path == "/data"
    assert [one.name for one in finding.victims] == ["ls"]


def test_one_that_took_a_second_is_slow() -> None:
    [finding] = found(FUSE._replace(answer_s=1.0))

    assert finding.aspect is Aspect.LATENCY


def test_one_that_answers_is_fine() -> None:
    assert found(FUSE._replace(answer_s=0.99)) == []
    assert found(mount()) == []


def test_a_hung_mount_that_nobody_uses_has_no_victims() -> None:
    [finding] = found(FUSE._replace(kind="nfs4", hung=True, answer_s=2.0))

    assert finding.victims == ()
