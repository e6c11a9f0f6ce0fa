"""The debrief: what an exercise was worth, and writing that down for people."""
