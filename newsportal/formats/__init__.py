"""How the newsroom writes dates and times: short, and on a clock of 24 hours."""
