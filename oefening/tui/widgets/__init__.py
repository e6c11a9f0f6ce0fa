"""Widgets that more than one screen shows; they take values and know no seat."""
