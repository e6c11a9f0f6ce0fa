"""An inject that is not in the script."""

from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Select, SelectionList
from textual.widgets.selection_list import Selection

from oefening.engine.commands import SendAdHocInject
from oefening.script.model import Channel
from oefening.text.translation import _
from oefening.tui.dialogs.effects import effect_fields, read_effects
from oefening.tui.dialogs.form import Form, Missing, SubmitForm, field_label
from oefening.tui.drafts import Drafts
from oefening.tui.format import channel_name
from oefening.views.leader import LeaderView


class AdHocInjectForm(Form[SendAdHocInject]):
    """Something that is not in the script: from whom, how, to whom, what, and what it changes."""

    def __init__(self, view: LeaderView, world_index: int, drafts: Drafts, submit: SubmitForm[SendAdHocInject]) -> None:
        super().__init__(_("Eigen inject versturen"), drafts, ("inject", world_index), submit)
        self._view, self._world_index = view, world_index

    def fields(self) -> Sequence[Widget]:
        """The text first: everything else has a sensible value already."""
        channels = [(channel_name(channel), channel) for channel in Channel]
        teams = [Selection(Content(team.name), team.id, True) for team in self._view.teams]
        return [
            field_label(_("Wat is het bericht?")),
            self.text_area("text"),
            field_label(_("Van wie?")),
            self.text_line("sender", _("bijvoorbeeld: een bezorgde inwoner")),
            field_label(_("Onderwerp")),
            self.text_line("subject", _("mag leeg blijven")),
            field_label(_("Hoe komt het binnen?")),
            Select[Channel](channels, value=Channel.PHONE, allow_blank=False, id="channel"),
            field_label(_("Voor wie? (spatie: aan of uit)")),
            SelectionList[str](*teams, id="to", classes="field-list"),
            *effect_fields(self, self._view),
        ]

    def result(self) -> SendAdHocInject | Missing:
        """The inject."""
        effects = read_effects(self, self._view)
        if isinstance(effects, Missing):
            return effects
        if not self.text("text").strip():
            return Missing(_("Schrijf eerst het bericht."))
        teams = tuple(self.query_one("#to", SelectionList).selected)
        if not teams:
            return Missing(_("Kies ten minste één team dat het bericht krijgt."))
        channel = self.query_one("#channel", Select).value
        assert isinstance(channel, Channel)  # noqa: S101 - the list allows nothing else
        sender = self.text("sender").strip() or _("Oefenleider")
        return SendAdHocInject(
            self._world_index, teams, sender, channel, self.text("subject"), self.text("text"), effects
        )
