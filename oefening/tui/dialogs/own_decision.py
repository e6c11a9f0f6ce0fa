"""A decision that a team makes without being asked."""

from collections.abc import Sequence

from textual.widget import Widget

from oefening.text.translation import _
from oefening.tui.dialogs.form import Form, Missing, SubmitForm, field_label
from oefening.tui.drafts import Drafts


class OwnDecisionForm(Form[tuple[str, str]]):
    """A decision that nobody asked for, with its reasons."""

    def __init__(self, drafts: Drafts, about: tuple[object, ...], submit: SubmitForm[tuple[str, str]]) -> None:
        super().__init__(_("Eigen besluit"), drafts, about, submit)

    def fields(self) -> Sequence[Widget]:
        """Two fields."""
        return [
            field_label(_("Wat besluit u?")),
            self.text_area("text"),
            field_label(_("Waarom?")),
            self.text_area("reasons"),
        ]

    def result(self) -> tuple[str, str] | Missing:
        """Decision and reasons."""
        return (
            (self.text("text"), self.text("reasons"))
            if self.text("text").strip()
            else Missing(_("Schrijf eerst iets op."))
        )
