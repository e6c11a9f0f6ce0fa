"""Changing the world by hand, with effects in shorthand."""

from collections.abc import Sequence
from typing import Any

from textual.widget import Widget
from textual.widgets import Static

from oefening.engine.commands import AddEffects
from oefening.script.effect_shorthand import parse_effects
from oefening.script.model import Effect
from oefening.text.translation import _
from oefening.tui.dialogs.form import Form, Missing, SubmitForm, field_label
from oefening.tui.drafts import Drafts
from oefening.views.leader import LeaderView


class EffectsForm(Form[AddEffects]):
    """Changing the world by hand."""

    def __init__(self, view: LeaderView, world_index: int, drafts: Drafts, submit: SubmitForm[AddEffects]) -> None:
        super().__init__(_("De situatie veranderen"), drafts, ("gevolg", world_index), submit)
        self._view, self._world_index = view, world_index

    def fields(self) -> Sequence[Widget]:
        """The effects in shorthand, and why."""
        return [*effect_fields(self, self._view), field_label(_("Waarom? (voor het verslag)")), self.text_line("note")]

    def result(self) -> AddEffects | Missing:
        """The change."""
        effects = read_effects(self, self._view)
        if isinstance(effects, Missing):
            return effects
        if not effects:
            return Missing(_("Schrijf eerst op wat er verandert."))
        return AddEffects(self._world_index, effects, self.text("note"))


def effect_fields(form: Form[Any], view: LeaderView) -> list[Widget]:
    """The field for effects, with the indicators that can be named in it."""
    names = ", ".join(f"{level.id} ({level.level})" for level in view.levels)
    return [
        field_label(_("Wat verandert er?")),
        form.text_line("effects", _("bijvoorbeeld: internet -20; water = 50; inzet -2 per uur")),
        Static(_("U kunt gebruiken: {names}").format(names=names), classes="hint", markup=False),
    ]


def read_effects(form: Form[Any], view: LeaderView) -> tuple[Effect, ...] | Missing:
    """The effects that were typed in `effect_fields`, or what is wrong with them."""
    effects = parse_effects(form.text("effects"), [level.id for level in view.levels])
    return Missing(effects) if isinstance(effects, str) else effects
