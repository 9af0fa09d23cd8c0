"""All acts: 32, each of which an ordinary user or root can do where there is no sandbox."""

from hexascope.sandbox.battery.reaching_out import REACHING_OUT
from hexascope.sandbox.battery.taking_all import TAKING_ALL

BATTERY = REACHING_OUT + TAKING_ALL
