"""The terminal interface: two Textual apps and their screens.

Apps import screens, screens import dialogs and widgets, never the other way round. A screen sees an exercise only
through a seat (`oefening.session.seat`), on the leader's laptop and on a participant's alike.
"""
