"""A message from a team to another team or to the outside world."""

from collections.abc import Sequence

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from oefening.text.translation import _
from oefening.tui.dialogs.form import Form, Missing, SubmitForm, field_label
from oefening.tui.drafts import Drafts
from oefening.views.participant import ContactView


class LetterForm(Form[tuple[str, str]]):
    """To whom, and what: a message to a team or to the outside world."""

    def __init__(
        self,
        contacts: Sequence[ContactView],
        drafts: Drafts,
        about: tuple[object, ...],
        submit: SubmitForm[tuple[str, str]],
    ) -> None:
        super().__init__(_("Contact"), drafts, about, submit)
        self._contacts = contacts

    def fields(self) -> Sequence[Widget]:
        """A list of people, and room to write."""
        prompts = [Option(Content(c.name + (_(" (team)") if c.is_team else "")), id=c.id) for c in self._contacts]
        return [
            field_label(_("Aan wie?")),
            OptionList(*prompts, id="to", markup=False, classes="field-list"),
            field_label(_("Wat vraagt of vertelt u?")),
            self.text_area("text"),
        ]

    @on(OptionList.OptionSelected, "#to")
    def _go_on(self) -> None:
        self.query_one("#text").focus()

    def result(self) -> tuple[str, str] | Missing:
        """The recipient and the text."""
        option = self.query_one("#to", OptionList).highlighted_option
        if option is None or option.id is None:
            return Missing(_("Kies eerst aan wie."))
        return (option.id, self.text("text")) if self.text("text").strip() else Missing(_("Schrijf eerst iets op."))
