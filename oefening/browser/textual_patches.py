"""Keeps the process's own `sys.stdout` and `sys.stderr` as they are while apps run for browsers.

Textual puts an app's own capture in place of both while the app runs, and puts back afterwards what it found. With
apps that begin and end in any order that goes wrong: an app puts back the capture of one that ended before it, which
then keeps that dead app in memory and swallows what the program prints. A visitor's app prints nothing, so for those
the streams are left alone; an app on a terminal of its own takes them over as ever.
"""

import contextlib
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import textual.app
from textual.app import App


def leave_streams_alone() -> None:
    """Has apps that run for a browser leave the process's streams alone. Doing so once more changes nothing."""
    # Textual offers no setting for it: the two names that its module imported are all there is to take hold of.
    names: dict[str, Any] = vars(textual.app)
    names["redirect_stdout"] = _unless_in_browser(contextlib.redirect_stdout)
    names["redirect_stderr"] = _unless_in_browser(contextlib.redirect_stderr)


def _unless_in_browser(
    redirect: Callable[[Any], AbstractContextManager[Any]],
) -> Callable[[Any], AbstractContextManager[Any]]:
    def redirecting(capture: Any) -> AbstractContextManager[Any]:
        app: App[Any] | None = getattr(capture, "app", None)
        return nullcontext() if app is not None and app.is_web else redirect(capture)

    return redirecting
