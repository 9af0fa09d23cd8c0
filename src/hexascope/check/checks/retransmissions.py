"""Retransmissions: segments are lost on the way and sent again."""

from collections.abc import Iterator

from hexascope.check.connections import owners, path, victims
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import Socket
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

SHARE = "tcp.retransmit_share"


@declared
class Limits:
    """Limits of retransmissions."""

    share: float = limit(
        0.01,
        Unit.RATIO,
        "share of the sent TCP segments that were sent again",
        source="ours: above what a healthy network loses, seen at 7-10 % on the fault bench",
        window="the window, with 100 segments or more",
    )
    high_share: float = limit(
        0.03,
        Unit.RATIO,
        "share from which on throughput breaks down",
        source="ours: TCP's rate falls with the square root of the loss",
        window="the window, with 100 segments or more",
    )
    repeated: float = limit(
        10,
        Unit.COUNT,
        "segments sent again, below which a share may be chance",
        source="ours",
        window="the window",
    )


@check(
    resource=Resource.NETWORK,
    aspect=Aspect.ERRORS,
    needs=("tcp.segments_sent",),
    limits=Limits,
)
def retransmissions(case: Case, limits: Limits) -> Iterator[Found]:
    """TCP segments are lost on the way and have to be sent again.

    Why it matters: each loss costs at least a round trip, often 200 ms and more, and makes the
    sender slow down; one percent already halves what a long connection carries.

    What to do: look for drops and errors along the path, beginning with the interface named here,
    its queue and its filter rules, then the switch, the tunnel and the other side.
    """
    for share in case.of(SHARE):
        namespace = share.label("namespace")
        again = case.one("tcp.segments_repeated", namespace=namespace)
        sent = case.one("tcp.segments_sent", namespace=namespace)
        if again is None or sent is None or share.number < limits.share:
            continue
        if again.number < limits.repeated:
            continue
        yield _found(case, limits, share, again, sent)


def _found(case: Case, limits: Limits, share: Evidence, again: Evidence, sent: Evidence) -> Found:
    namespace = share.label("namespace")
    hit = [
        socket
        for socket in case.rows(Socket)
        if socket.namespace == namespace and (socket.retransmits or socket.total_retransmits)
    ]
    hit.sort(key=lambda socket: -(socket.total_retransmits or 0))
    culprit = path(case, namespace)
    way = (proposal("check_path", interface=culprit.name),)
    return Found(
        severity=Severity.HIGH if share.number >= limits.high_share else Severity.MEDIUM,
        harm=Harm.FAILING,
        title=text(
            "{share:percent} of the TCP segments sent over {interface} had to be sent again",
            share=share.number,
            interface=culprit.name,
        ),
        description=_description(again, sent, culprit.name, hit),
        recommendation=text(
            "Look for filter rules that drop, queue drops and errors on {interface} and its "
            "other end, then follow the path hop by hop.",
            interface=culprit.name,
        ),
        evidence=(share, again, sent),
        threshold=limits.share,
        culprit=culprit,
        victims=victims(case, owners(case, hit)),
        proposals=way if culprit.kind is EntityKind.INTERFACE else (),
        confidence=90,
    )


def _description(again: Evidence, sent: Evidence, name: str, hit: list[Socket]) -> Text:
    namespace = sent.label("namespace")
    if not hit:
        return text(
            "Of {sent:count} segments that network namespace {namespace} sent, {again:count} "
            "had to be repeated: packets are lost on the path behind {interface}.",
            sent=sent.number,
            again=again.number,
            namespace=namespace,
            interface=name,
        )
    return text(
        "Of {sent:count} segments that network namespace {namespace} sent, {again:count} "
        "had to be repeated: packets are lost on the path behind {interface}, most of "
        "them towards {remote}.",
        sent=sent.number,
        again=again.number,
        namespace=namespace,
        interface=name,
        remote=hit[0].remote,
    )
