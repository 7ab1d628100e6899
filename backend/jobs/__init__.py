"""Work that outlives a request: turns, deliveries and timers."""
