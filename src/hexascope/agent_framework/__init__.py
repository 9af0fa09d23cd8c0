"""A door for workflows of Microsoft Agent Framework: our specialists as its agents.

`case_of` looks at this host, or opens a bundle; `as_agents` gives the specialists on that case.
It needs `pip install 'hexascope[agent-framework]'`.
"""

try:
    from hexascope.agent_framework.agents import as_agents
except ModuleNotFoundError as error:
    if not str(error.name).startswith("agent_framework"):
        raise
    raise ModuleNotFoundError(
        "hexascope.agent_framework needs its extra: pip install 'hexascope[agent-framework]'",
        name=error.name,
    ) from None
from hexascope.agent_framework.cases import case_of
from hexascope.domain.panel import Struck

__all__ = ["Struck", "as_agents", "case_of"]
