"""Turns a session into report files."""
