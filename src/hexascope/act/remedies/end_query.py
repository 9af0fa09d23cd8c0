"""End the session of a MySQL server that holds the locks."""

from hexascope.act.contract import PID, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

end_query = Remedy(
    name="end_query",
    title=text("End the session of MySQL that holds the locks"),
    why_it_matters=(
        "A transaction that nobody ends keeps its locks: whoever needs the same rows waits, holds"
        " a connection meanwhile, and soon none is left."
    ),
    what_to_do=(
        "List the transactions, the oldest first: one that is RUNNING while its session sleeps"
        " holds what the others wait for. Let its application commit or roll back; else KILL its"
        " thread by the number in the list. Lower innodb_lock_wait_timeout and wait_timeout so that"
        " the next one ends by itself."
    ),
    parameters=(PID,),
    look=(
        command(
            "See the transactions, the oldest first",
            "mysql",
            "-e",
            "SELECT trx_mysql_thread_id, trx_state, trx_started, trx_rows_locked FROM"
            " information_schema.innodb_trx ORDER BY trx_started",
        ),
        command("See what each session does", "mysql", "-e", "SHOW PROCESSLIST"),
        command("See the server itself", "ps", "-o", "pid,stat,pcpu,args", "-p", "{pid}"),
    ),
    change=(),
    undo=(),
    verify=(),
    risk=Risk.NONE,
    risk_text=text("Looking changes nothing; what follows is for a person to decide."),
    expects=(expect("query.unanswered", "down", "Fewer queries wait."),),
)
