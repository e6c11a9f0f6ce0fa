"""What tests of several rooms share: scripts, sessions, clients and terminals to test with."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
"""The project's folder."""

SMALL_SCRIPT = Path(__file__).with_name("small_exercise.yaml")
"""A script of one hour for two teams, in which every kind of inject and most kinds of question occur."""
