"""Use a name server that answers."""

from hexascope.act.contract import command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

change_resolver = Remedy(
    name="change_resolver",
    title=text("Use a name server that answers"),
    why_it_matters=(
        "When the first name server is dead, every lookup waits seconds before the next is "
        "asked: the whole host seems slow, and no resource is busy."
    ),
    what_to_do=(
        "Ask each server by hand; take the dead one out where the list is made "
        "(systemd-resolved, NetworkManager, the container's options), or let queries pass the"
        " firewall. Options timeout:1 attempts:2 shorten the wait."
    ),
    parameters=(),
    look=(
        command("See which servers are asked", "cat", "/etc/resolv.conf"),
        command("See how the resolver stands", "resolvectl", "status"),
        command("See whether a name is found, and how fast", "getent", "hosts", "example.org"),
        command("See queries without an answer", "ss", "-uanp", "dport = :53"),
    ),
    change=(),
    undo=(),
    verify=(),
    risk=Risk.NONE,
    risk_text=text("Looking changes nothing; what follows is for a person to decide."),
    expects=(expect("dns.waiting", "down", "Fewer programs wait for a name."),),
)
