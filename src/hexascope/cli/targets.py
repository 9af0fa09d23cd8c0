"""Reading what the user asks about: `--unit nginx`, `--port 443`."""

from hexascope.domain.errors import BadSettings
from hexascope.domain.target import Target, TargetKind, wrong_with


def target(**named: str) -> Target | None:
    """Give the one target that was named, or None; BadSettings for two, or for a senseless one."""
    given = {kind: name.strip() for kind, name in named.items() if name.strip()}
    if not given:
        return None
    if len(given) > 1:
        flags = " and ".join(f"--{kind}" for kind in given)
        raise BadSettings(f"{flags} were given: an examination has one target, name one of them")
    [(kind, name)] = given.items()
    wrong = wrong_with(TargetKind(kind), name)
    if wrong:
        raise BadSettings(f"--{kind} {name[:80]!r}: {wrong}")
    return Target(TargetKind(kind), name)
