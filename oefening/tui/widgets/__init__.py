"""Widgets for more than one screen. They are given values, post messages, and know no seat and no app."""
