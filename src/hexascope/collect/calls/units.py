"""Service units of systemd, through its own client: a child that is killed after two seconds."""

from collections.abc import Mapping

from hexascope.collect.calls.contract import Call
from hexascope.collect.contract import Json, NotHere
from hexascope.domain.use import Status
from hexascope.kit.process import ProcessError, ProcessTimeoutError, run

PATIENCE_SECONDS = 2.0
LONGEST_ANSWER = 1024 * 1024
PROPERTIES = (
    "Id,ActiveState,SubState,Result,NRestarts,ActiveEnterTimestampMonotonic,"
    "ExecMainStartTimestampMonotonic,MainPID,MemoryCurrent,ControlGroup"
)


def systemd_units() -> Json:
    """Give what `systemctl show` says of all services, as its text; asks nothing, changes nothing.

    Masked and never started units that nobody loads are not in it.
    """
    words = ["systemctl", "show", "--type=service", "--all", f"--property={PROPERTIES}"]
    try:
        ended = run([*words, "--no-pager", "*"], timeout_seconds=PATIENCE_SECONDS)
    except ProcessTimeoutError as error:
        raise NotHere(Status.UNREADABLE, str(error)) from None
    except ProcessError as error:
        raise NotHere(Status.NOT_PRESENT, str(error)) from None
    if ended.code != 0:
        said = ended.errors.decode(errors="backslashreplace").strip()[:200]
        raise NotHere(Status.UNREADABLE, f"systemctl ended with {ended.code}: {said}")
    return ended.output[:LONGEST_ANSWER].decode(errors="backslashreplace")


CALLS: Mapping[str, Call] = {"systemd_units": systemd_units}
