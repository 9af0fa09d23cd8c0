"""Give a JVM more heap."""

from hexascope.act.contract import PID, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

raise_heap = Remedy(
    name="raise_heap",
    title=text("Give the JVM more heap, or find what fills it"),
    why_it_matters=(
        "A JVM whose heap is full stops its program again and again to collect garbage, and ends"
        " with OutOfMemoryError, whatever memory the host has left."
    ),
    what_to_do=(
        "Look at what fills the heap (jcmd PID GC.class_histogram). If it is what the program"
        " needs, raise -Xmx where it is started (the unit, JAVA_TOOL_OPTIONS, the container) and"
        " restart it; if one class grows without end, take a heap dump and cure the leak. Leave"
        " room for the host and the container's limit: a JVM takes about a quarter more than its"
        " heap."
    ),
    parameters=(PID,),
    look=(
        command("See the limit that it was started with", "jcmd", "{pid}", "VM.flags"),
        command("See how full the heap is", "jcmd", "{pid}", "GC.heap_info"),
        command("See how often it collects, and for how long", "jstat", "-gcutil", "{pid}"),
    ),
    change=(),
    undo=(),
    verify=(),
    risk=Risk.NONE,
    risk_text=text("Looking changes nothing; what follows is for a person to decide."),
    expects=(expect("runtime.stopped_share", "down", "It stands still for less of the time."),),
)
