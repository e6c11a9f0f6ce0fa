"""The reason of an operating system error, in a few Dutch words: the system itself gives it in its own language."""

import errno

from oefening.text.translation import _


def reason_of(error: OSError) -> str:
    """The reason of the error, to stand within a sentence."""
    reasons = {
        errno.ENOSPC: _("de schijf is vol"),
        errno.EACCES: _("geen toestemming"),
        errno.EPERM: _("geen toestemming"),
        errno.EROFS: _("alleen te lezen"),
        errno.ENOENT: _("de map is er niet"),
        errno.ENOTDIR: _("een deel van het pad is geen map"),
        errno.ENAMETOOLONG: _("de naam is te lang"),
        errno.EADDRINUSE: _("de poort is al in gebruik"),
    }
    return reasons.get(error.errno or 0, error.strerror or type(error).__name__)
