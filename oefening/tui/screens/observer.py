"""The observer's screen: expected actions, each rated with one key, and free observations."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Footer

from oefening.engine.commands import NoteObservation, RateExpectation
from oefening.engine.events import Performance
from oefening.session.seat import SeatClient
from oefening.text.phrases import counted
from oefening.text.translation import _
from oefening.tui import tours
from oefening.tui.dialogs.ask import AskText
from oefening.tui.dialogs.choose import Choose
from oefening.tui.format import RATING_KEYS, join_lines, short_time
from oefening.tui.navigation import Navigation
from oefening.tui.screens.base import SeatScreen
from oefening.tui.widgets.clock_bar import ClockBar
from oefening.tui.widgets.stable_list import StableList
from oefening.tui.widgets.stable_text import StableText
from oefening.views.participant import ExpectationView, ObserverView
from oefening.wording.names import performance_text


class ObserverScreen(SeatScreen[ObserverView]):
    """Expectations on the left, what was noted on the right."""

    NAME = "waarnemer"
    TOUR = tours.OBSERVER
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "rate('p')", _("Uitgevoerd"), tooltip=_("Uitgevoerd zonder problemen.")),
        Binding("s", "rate('s')", _("Enkele"), tooltip=_("Uitgevoerd met enkele problemen.")),
        Binding("m", "rate('m')", _("Grote"), tooltip=_("Uitgevoerd met grote problemen.")),
        Binding("u", "rate('u')", _("Niet"), tooltip=_("Niet uitgevoerd.")),
        Binding("n", "note", _("Toelichting"), tooltip=_("Schrijf een toelichting bij de gekozen verwachting.")),
        Binding("w", "observe", _("Noteer"), tooltip=_("Schrijf op wat u ziet.")),
        Binding("t", "hand_over", _("Overdragen"), tooltip=_("Geef de laptop aan een ander.")),
    ]

    def __init__(self, navigation: Navigation, seat: SeatClient[ObserverView], world_index: int) -> None:
        super().__init__(navigation, seat)
        self._world_index = world_index

    def compose(self) -> ComposeResult:
        """Clock, expectations, notes."""
        yield ClockBar()
        with Horizontal(id="observer-body"):
            yield StableList(
                _("In dit draaiboek staan geen verwachtingen. Met W noteert u wat u ziet."), id="expectations"
            )
            with VerticalScroll(id="observations", can_focus=True):
                yield StableText(id="observation-text")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Begins at the expectations."""
        super().on_mount()
        self.query_one(StableList).focus()

    def show_view(self, view: ObserverView) -> None:
        """Fills the expectations and the observations."""
        heading = _("Waarnemer") + (f" · {view.world}" if view.world else "")
        open_now = sum(e.delivered and e.performance is None for e in view.expectations)
        side = Content(counted(open_now, _("1 verwachting te waarderen"), _("{n} verwachtingen te waarderen")))
        self.query_one(ClockBar).show_clock(view.clock, heading, side)
        rows = [(f"{e.inject}/{e.number}", _row(e)) for e in view.expectations]
        self.query_one(StableList).set_rows(rows)
        notes = [
            Content.assemble(Content.styled(f"{short_time(o.time)}  {o.about}: ", "bold"), o.text)
            for o in view.observations
        ]
        empty = Content.styled(_("Nog niets genoteerd. W: schrijf op wat u ziet."), "$text-muted")
        self.query_one("#observation-text", StableText).set_text(join_lines(notes) if notes else empty)

    def _chosen(self) -> ExpectationView | None:
        chosen = self.query_one(StableList).chosen
        return next((e for e in self.view.expectations if f"{e.inject}/{e.number}" == chosen), None)

    async def _rate(self, performance: Performance, note: str) -> None:
        expectation = self._chosen()
        if expectation is not None:
            await self.submit(
                RateExpectation(self._world_index, expectation.inject, expectation.number, performance, note)
            )

    async def action_rate(self, key: str) -> None:
        """Rates the chosen expectation; its note stays."""
        expectation = self._chosen()
        if expectation is not None:
            await self._rate(RATING_KEYS[key], expectation.note)

    def action_note(self) -> None:
        """Writes a note to the rating of the chosen expectation."""
        expectation = self._chosen()
        if expectation is None:
            return
        if expectation.performance is None:
            self.notify(_("Geef eerst een waardering: P, S, M of U."), markup=False)
            return
        performance = expectation.performance

        async def keep(text: str | None) -> None:
            if text is not None:
                await self._rate(performance, text)

        self.app.push_screen(AskText(_("Toelichting"), expectation.text, expectation.note), keep)

    def action_observe(self) -> None:
        """Records an observation about one team or about all."""
        view = self.view

        def about(team: str | None) -> None:
            async def keep(text: str | None) -> None:
                if text:
                    await self.submit(NoteObservation(self._world_index, None if team == "*" else team, text))

            if team is not None:
                self.app.push_screen(AskText(_("Waarneming"), _("Wat ziet of hoort u?")), keep)

        teams = [("*", _("Iedereen")), *((team.id, team.name) for team in view.teams)]
        self.app.push_screen(Choose(_("Over wie gaat het?"), teams), about)


def _row(expectation: ExpectationView) -> Content:
    rating = expectation.performance
    mark = f"[{rating.value}]" if rating else "[ ]" if expectation.delivered else " · "
    style = "$text-muted" if rating or not expectation.delivered else "bold"
    time = short_time(expectation.time) if expectation.delivered else _("nog niet aan de orde")
    words = f" · {performance_text(rating)}" if rating else ""
    note = f"\n    “{expectation.note}”" if expectation.note else ""
    below = f"\n    {time} · {expectation.teams}{words}"
    return Content.assemble(
        Content.styled(f"{mark} {expectation.text}", style), Content.styled(below, "$text-muted"), note
    )
