"""oefening: tabletop crisis exercises from YAML scripts, with a debrief that shows its evidence."""

__version__ = "0.1.0"
