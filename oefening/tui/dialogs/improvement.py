"""Something to do better, noted in the debrief."""

from collections.abc import Sequence

from textual.widget import Widget
from textual.widgets import Select

from oefening.engine.commands import NoteImprovement
from oefening.text.translation import _
from oefening.tui.dialogs.form import Form, Missing, SubmitForm, field_label
from oefening.tui.drafts import Drafts


class ImprovementForm(Form[NoteImprovement]):
    """What, who, when, and for which goal."""

    def __init__(self, drafts: Drafts, goals: Sequence[tuple[str, str]], submit: SubmitForm[NoteImprovement]) -> None:
        super().__init__(_("Verbeterpunt"), drafts, ("verbeterpunt",), submit)
        self._goals = goals

    def fields(self) -> Sequence[Widget]:
        """Four fields."""
        return [
            field_label(_("Wat moet er beter?")),
            self.text_area("text"),
            field_label(_("Wie zorgt ervoor?")),
            self.text_line("owner", _("bijvoorbeeld: hoofd bedrijfsvoering")),
            field_label(_("Wanneer is het klaar?")),
            self.text_line("due", _("bijvoorbeeld: 1 maart 2027")),
            field_label(_("Voor welk continuïteitsdoel?")),
            Select([(_("niet voor één doel"), ""), *self._goals], value="", allow_blank=False, id="goal", compact=True),
        ]

    def result(self) -> NoteImprovement | Missing:
        """The improvement."""
        if not self.text("text").strip():
            return Missing(_("Schrijf eerst op wat er beter moet."))
        return NoteImprovement(
            self.text("text").strip(),
            self.text("owner").strip(),
            self.text("due").strip(),
            str(self.query_one("#goal", Select).value),
        )
