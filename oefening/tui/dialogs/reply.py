"""The outside world answers a team."""

from collections.abc import Sequence

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static, TextArea
from textual.widgets.option_list import Option

from oefening.text.translation import _
from oefening.tui.dialogs.form import Form, Missing, SubmitForm, field_label
from oefening.tui.drafts import Drafts
from oefening.views.leader import UnansweredMessageView


class ReplyForm(Form[str]):
    """An answer to a team, in character. Enter copies a prepared answer from the script."""

    def __init__(self, call: UnansweredMessageView, world_index: int, drafts: Drafts, submit: SubmitForm[str]) -> None:
        title = _("{party} antwoordt {team}").format(party=call.party.name, team=call.team_name)
        super().__init__(title, drafts, ("antwoord", world_index, call.number), submit)
        self._call = call

    def fields(self) -> Sequence[Widget]:
        """What was asked, what was prepared, and the answer."""
        call = self._call
        prepared: list[Widget] = []
        if call.party.prepared_answers:
            prompts = [Option(Content(answer)) for answer in call.party.prepared_answers]
            prepared = [
                field_label(_("Voorbereide antwoorden (Enter neemt over)")),
                OptionList(*prompts, id="prepared", markup=False, classes="field-list"),
            ]
        return [
            Static(f"{call.time}  {call.text}", markup=False, classes="dialog-text"),
            *prepared,
            field_label(_("Uw antwoord")),
            self.text_area("text"),
        ]

    @on(OptionList.OptionSelected, "#prepared")
    def _use_prepared_answer(self, event: OptionList.OptionSelected) -> None:
        area = self.query_one("#text", TextArea)
        area.text = self._call.party.prepared_answers[event.option_index]
        area.focus()

    def result(self) -> str | Missing:
        """The answer."""
        return self.text("text") if self.text("text").strip() else Missing(_("Schrijf eerst iets op."))
