"""What someone thought of the exercise."""

from collections.abc import Sequence

from textual.widget import Widget
from textual.widgets import RadioButton, RadioSet

from oefening.engine.command_rules import BEST_MARK
from oefening.engine.commands import GiveFeedback
from oefening.text.translation import _
from oefening.tui.dialogs.form import Form, Missing, SubmitForm, field_label
from oefening.tui.drafts import Drafts


class FeedbackForm(Form[GiveFeedback]):
    """Two marks and a remark, without a name."""

    def __init__(self, drafts: Drafts, submit: SubmitForm[GiveFeedback]) -> None:
        super().__init__(_("Wat vond u ervan? (zonder naam)"), drafts, ("feedback",), submit)

    def fields(self) -> Sequence[Widget]:
        """Marks from 1 to 5."""
        return [
            field_label(_("Hoe nuttig was deze oefening? (1 weinig – 5 veel)")),
            _marks("usefulness"),
            field_label(_("Hoe echt voelde het? (1 weinig – 5 veel)")),
            _marks("realism"),
            field_label(_("Wilt u nog iets kwijt?")),
            self.text_area("remark"),
        ]

    def result(self) -> GiveFeedback | Missing:
        """The marks and the remark."""
        usefulness, realism = (self.query_one(f"#{name}", RadioSet).pressed_index for name in ("usefulness", "realism"))
        if usefulness < 0 or realism < 0:
            return Missing(_("Geef bij beide vragen een cijfer."))
        return GiveFeedback(usefulness + 1, realism + 1, self.text("remark").strip())


def _marks(name: str) -> RadioSet:
    return RadioSet(*(RadioButton(str(mark)) for mark in range(1, BEST_MARK + 1)), id=name, classes="marks")
