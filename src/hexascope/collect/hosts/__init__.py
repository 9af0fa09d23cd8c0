"""Where looks come from: this host, or a recorded one."""
