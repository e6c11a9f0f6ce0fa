"""The base of every error of this program whose text a person reads.

There is one, so that the edge of the program (the command line, a screen, a browser's page) can show whatever went
wrong in one place, and so that an error that is not one of these is known to be a fault in the program. It is not a
subclass of `ValueError` or `OSError`: code that catches those must not catch a sentence meant for a person by accident.
Errors between two modules that nobody reads (a message that is not of the protocol, say) do not belong here.
"""


class OefeningError(Exception):
    """Something that cannot be done. `message` says why, in one Dutch sentence; `exit_code` is that of a command."""

    exit_code = 1

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
