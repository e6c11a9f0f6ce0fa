"""Adjudicating a free answer or a decision that nobody asked for."""

from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from oefening.engine.commands import Adjudicate, AdjudicateUnasked
from oefening.text.translation import _
from oefening.tui.dialogs.effects import effect_fields, read_effects
from oefening.tui.dialogs.form import Form, Missing, SubmitForm, field_label
from oefening.tui.drafts import Drafts
from oefening.views.leader import LeaderView, OpenAnswerView


class AdjudicateForm(Form[Adjudicate | AdjudicateUnasked]):
    """What a free answer comes down to: one of the hidden options, or effects of its own."""

    def __init__(
        self,
        answer: OpenAnswerView,
        view: LeaderView,
        world_index: int,
        drafts: Drafts,
        submit: SubmitForm[Adjudicate | AdjudicateUnasked],
    ) -> None:
        about = ("oordeel", world_index, answer.point or answer.own_decision)
        super().__init__(_("Beoordelen: {team}").format(team=answer.team_name), drafts, about, submit)
        self._answer, self._view, self._world_index = answer, view, world_index

    def fields(self) -> Sequence[Widget]:
        """The answer, what it may come down to, effects, and a note."""
        answer = self._answer
        shown = [Content.styled(answer.question, "$text-muted"), Content.styled(f"“{answer.answer}”", "bold")]
        shown += [Content(answer.reasons)] if answer.reasons else []
        widgets: list[Widget] = [Static(Content("\n").join(shown), classes="dialog-text")]
        if answer.options:
            prompts = [
                Option(
                    Content.assemble(
                        Content.styled(o.text, "bold"), "\n", Content.styled(o.recognition, "$text-muted")
                    ),
                    id=o.id,
                )
                for o in answer.options
            ]
            none = Option(Content(_("Geen van deze: alleen de gevolgen hieronder")))
            widgets += [
                field_label(_("Waar komt dit op neer?")),
                OptionList(*prompts, none, id="option", markup=False, classes="field-list"),
            ]
        return [
            *widgets,
            *effect_fields(self, self._view),
            field_label(_("Toelichting voor het verslag")),
            self.text_line("note"),
        ]

    def result(self) -> Adjudicate | AdjudicateUnasked | Missing:
        """The adjudication."""
        effects = read_effects(self, self._view)
        if isinstance(effects, Missing):
            return effects
        if not self._answer.options:
            return AdjudicateUnasked(self._world_index, self._answer.own_decision, effects, self.text("note"))
        option = self.query_one("#option", OptionList).highlighted_option
        if option is None:
            return Missing(_("Kies eerst waar het antwoord op neerkomt."))
        return Adjudicate(self._world_index, self._answer.point, option.id, effects, self.text("note"))
