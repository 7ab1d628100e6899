"""How long members wait: targets for replies and resolution in working time, warnings before, and escalation after."""
