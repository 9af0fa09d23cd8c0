"""Errors on an interface: packets arrive or leave damaged."""

from collections.abc import Iterator

from hexascope.check.connections import interface, told
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import InterfaceUse
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of interface_errors."""

    errors: float = limit(
        5.0,
        Unit.COUNT,
        "packets with errors",
        source="Netdata: 5 in ten minutes",
        window="the window",
    )


@check(resource=Resource.NETWORK, aspect=Aspect.ERRORS, needs=("interface.count",), limits=Limits)
def interface_errors(case: Case, limits: Limits) -> Iterator[Found]:
    """An interface receives or sends packets with errors.

    Why it matters: a damaged packet is lost, and a link that damages some usually gets worse.

    What to do: change cable or module, compare speed and duplex on both ends, look at what the
    driver counts (ethtool -S).
    """
    for use in case.rows(InterfaceUse):
        errors = use.received_errors + use.sent_errors
        if errors < limits.errors:
            continue
        where = {"interface": use.now.name, "namespace": use.now.namespace}
        count = told("interface.errors", errors, where, source="netlink", window_s=use.seconds)
        yield Found(
            severity=Severity.MEDIUM,
            harm=Harm.FAILING,
            title=text(
                "Interface {name} counted {count:count} packets with errors",
                name=use.now.name,
                count=count.number,
            ),
            description=text(
                "They were received or sent by {name} in network namespace {namespace}, and are "
                "lost.",
                name=use.now.name,
                namespace=use.now.namespace,
            ),
            recommendation=text(
                "Check cable, module and the settings at both ends of {name}.", name=use.now.name
            ),
            evidence=(count,),
            threshold=limits.errors,
            culprit=interface(case, use.now),
            proposals=(proposal("check_cable", interface=use.now.name),),
        )
