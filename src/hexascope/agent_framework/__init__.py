"""A door for workflows of Microsoft Agent Framework: our specialists as its agents.

`case_of` looks at this host, or opens a bundle; `as_agents` gives the specialists on that case.
It needs `pip install 'hexascope[agent-framework]'`.
"""

from hexascope.agent_framework.agents import as_agents
from hexascope.agent_framework.cases import case_of
from hexascope.domain.panel import Struck

__all__ = ["Struck", "as_agents", "case_of"]
