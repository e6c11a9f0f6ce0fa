"""The response cell's screen: the leader's view, without steering. Plays the outside world and adjudicates."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from oefening.text.translation import _
from oefening.tui import tours
from oefening.tui.screens.leader import LeaderScreen
from oefening.tui.tours import Step

_LEADER_ONLY = frozenset({
    "toggle_clock", "tempo", "next_inject", "jump", "ad_hoc", "effects", "send", "hold", "skip", "lock", "answer_for",
    "other_world", "undo", "end", "participants",
})  # fmt: skip
"""The actions of the leader's screen that the response cell has not. The seat refuses them too."""


class ResponseCellScreen(LeaderScreen):
    """The leader's screen without the actions that steer the exercise."""

    NAME = "tegenspel"
    TOUR: ClassVar[tuple[Step, ...]] = tours.RESPONSE_CELL

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "reply", _("Antwoord"), tooltip=_("Beantwoord een vraag aan de buitenwereld.")),
        Binding("o", "adjudicate", _("Oordeel"), tooltip=_("Beoordeel een vrij antwoord of een eigen besluit.")),
        Binding("w", "observe", _("Waarneming"), tooltip=_("Schrijf op wat u ziet.")),
        Binding("r", "rate", _("Waardering"), tooltip=_("Waardeer een verwachting van de gekozen inject.")),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether an action is available."""
        return action not in _LEADER_ONLY and super().check_action(action, parameters)
