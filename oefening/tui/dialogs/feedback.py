"""The two forms of the debrief: something to do better, and what someone thought of the exercise."""

from collections.abc import Sequence

from textual.widget import Widget
from textual.widgets import RadioButton, RadioSet, Select

from oefening.engine.command_rules import BEST_MARK
from oefening.engine.commands import GiveFeedback, NoteImprovement
from oefening.text.translation import _
from oefening.tui.dialogs.forms import Form, Grant, Missing, label
from oefening.tui.drafts import Drafts


class ImprovementForm(Form[NoteImprovement]):
    """What, who, when, and for which goal."""

    def __init__(self, drafts: Drafts, goals: Sequence[tuple[str, str]], grant: Grant[NoteImprovement]) -> None:
        super().__init__(_("Verbeterpunt"), drafts, ("verbeterpunt",), grant)
        self._goals = goals

    def fields(self) -> Sequence[Widget]:
        """Four fields."""
        return [
            label(_("Wat moet er beter?")),
            self.area("text"),
            label(_("Wie zorgt ervoor?")),
            self.line("owner", _("bijvoorbeeld: hoofd bedrijfsvoering")),
            label(_("Wanneer is het klaar?")),
            self.line("due", _("bijvoorbeeld: 1 maart 2027")),
            label(_("Voor welk continuïteitsdoel?")),
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


class FeedbackForm(Form[GiveFeedback]):
    """Two marks and a remark, without a name."""

    def __init__(self, drafts: Drafts, grant: Grant[GiveFeedback]) -> None:
        super().__init__(_("Wat vond u ervan? (zonder naam)"), drafts, ("feedback",), grant)

    def fields(self) -> Sequence[Widget]:
        """Marks from 1 to 5."""
        return [
            label(_("Hoe nuttig was deze oefening? (1 weinig – 5 veel)")),
            _marks("usefulness"),
            label(_("Hoe echt voelde het? (1 weinig – 5 veel)")),
            _marks("realism"),
            label(_("Wilt u nog iets kwijt?")),
            self.area("remark"),
        ]

    def result(self) -> GiveFeedback | Missing:
        """The marks and the remark."""
        usefulness, realism = (self.query_one(f"#{name}", RadioSet).pressed_index for name in ("usefulness", "realism"))
        if usefulness < 0 or realism < 0:
            return Missing(_("Geef bij beide vragen een cijfer."))
        return GiveFeedback(usefulness + 1, realism + 1, self.text("remark").strip())


def _marks(name: str) -> RadioSet:
    return RadioSet(*(RadioButton(str(mark)) for mark in range(1, BEST_MARK + 1)), id=name, classes="marks")
