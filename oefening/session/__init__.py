"""A live exercise: a script, its log and its clock, driven by people or by simulated teams."""
