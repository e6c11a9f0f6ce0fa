"""The window that all dialogs are made from: it lies over a screen, and Escape closes it without a result."""

from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from oefening.text.translation import _

R = TypeVar("R")


class Dialog(ModalScreen[R]):
    """A window that asks for one thing; `dismiss` gives the answer, None where it was left with Escape."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", _("Terug"))]
