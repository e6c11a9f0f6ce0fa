"""One exercise: its events in a log, its clock, its seats, and the files it is stored in."""
