"""The debrief: rates an exercise, builds the report of it, and writes that in several formats."""
