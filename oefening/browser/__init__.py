"""Teams in a browser: Textual apps that run in this process, one for every visitor, shown on a page.

Knows nothing of exercises: what app a visitor gets is for who calls `serve`.
"""
