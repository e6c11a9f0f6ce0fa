"""What happened in an exercise, in Dutch: events, answers and names as a person reads them. Pure; knows no report and
no screen.
"""
