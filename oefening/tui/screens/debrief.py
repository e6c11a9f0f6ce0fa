"""The hot debrief, right after play: grades, decisions, questions, improvements and feedback."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Footer

from oefening.engine.commands import GiveFeedback
from oefening.session.seat import SeatClient
from oefening.session.seat_id import Role, SeatId
from oefening.text.phrases import counted
from oefening.text.translation import _
from oefening.tui import tours
from oefening.tui.dialogs.confirm import Confirm
from oefening.tui.dialogs.feedback import FeedbackForm
from oefening.tui.dialogs.improvement import ImprovementForm
from oefening.tui.format import curve, grade_text, join_lines
from oefening.tui.navigation import LeaderNavigation
from oefening.tui.screens.base import PaneScreen
from oefening.tui.widgets.clock_bar import ClockBar
from oefening.tui.widgets.pane_bar import PaneBar
from oefening.tui.widgets.stable_text import StableText
from oefening.views.leader import DebriefView


class DebriefScreen(PaneScreen[DebriefView]):
    """The leader's screen once the exercise has ended. `world_count`: how many worlds it has."""

    NAME = "nabespreking"
    PANES = (
        ("goals", _("Doelen")),
        ("decisions", _("Besluiten")),
        ("questions", _("Vragen")),
        ("improvements", _("Verbeterpunten")),
    )
    TOUR = tours.DEBRIEF
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "pane(0)", _("Doelen"), show=False),
        Binding("2", "pane(1)", _("Besluiten"), show=False),
        Binding("3", "pane(2)", _("Vragen"), show=False),
        Binding("4", "pane(3)", _("Verbeterpunten"), show=False),
        Binding("v", "improvement", _("Verbeterpunt"), tooltip=_("Leg vast wat er beter moet.")),
        Binding(
            "k", "feedback", _("Feedback"), tooltip=_("Een kort formulier zonder naam, voor wie nu aan de beurt is.")
        ),
        Binding("l", "read", _("Lezen"), tooltip=_("Lees het hele verslag hier.")),
        Binding("r", "report", _("Verslag"), tooltip=_("Schrijf het verslag naast de sessie, als webpagina en PDF.")),
        Binding("d", "other_world", _("Ander speelveld"), show=False),
        Binding("escape", "leave", _("Sluiten"), tooltip=_("Terug naar het beginscherm; alles is bewaard.")),
    ]

    navigation: LeaderNavigation

    def __init__(
        self, navigation: LeaderNavigation, seat: SeatClient[DebriefView], world_index: int, world_count: int
    ) -> None:
        super().__init__(navigation, seat)
        self._world_index, self._world_count = world_index, world_count

    def compose(self) -> ComposeResult:
        """Clock, panes, keys."""
        yield ClockBar()
        yield PaneBar(id="panes")
        with Vertical(id="debrief-body"):
            for number, (pane_id, _name) in enumerate(self.PANES):
                with VerticalScroll(id=pane_id, classes="pane current" if number == 0 else "pane", can_focus=True):
                    yield StableText(id=f"{pane_id}-text")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Begins at the goals."""
        super().on_mount()
        self.query_one("#goals").focus()

    def show_view(self, view: DebriefView) -> None:
        """Fills every pane."""
        heading = _("Nabespreking") + (f" · {view.world}" if view.world else "")
        noted = counted(len(view.improvements), _("1 verbeterpunt"), _("{n} verbeterpunten"))
        filled = counted(view.feedback_count, _("1 formulier ingevuld"), _("{n} formulieren ingevuld"))
        side = Content(f"{noted}\n{filled}")
        self.query_one(ClockBar).show_clock(view.clock, heading, side)
        self.query_one("#goals-text", StableText).set_text(_goals(view))
        self.query_one("#decisions-text", StableText).set_text(_decisions(view))
        questions = [Content(f"{number}. {question}\n") for number, question in enumerate(view.questions, 1)]
        self.query_one("#questions-text", StableText).set_text(join_lines(questions))
        self.query_one("#improvements-text", StableText).set_text(_improvements(view))
        self._show_pane_names()

    def action_improvement(self) -> None:
        """Records an improvement."""

        self.action_pane(3)
        goals = [(outcome.name, outcome.goal) for outcome in self.seat.current_view().outcomes]
        self.app.push_screen(ImprovementForm(self.navigation.drafts, goals, self.submit))

    def action_feedback(self) -> None:
        """The feedback form, for whoever sits here now."""

        async def give(form: GiveFeedback) -> bool:
            return await self.submit(form, _("Dank u wel. Geef de laptop door aan de volgende."))

        self.app.push_screen(FeedbackForm(self.navigation.drafts, give))

    def action_read(self) -> None:
        """Shows the report on the screen."""
        self.navigation.read_report()

    def action_report(self) -> None:
        """Writes the report."""
        self.navigation.write_report()

    def action_other_world(self) -> None:
        """Shows the next world."""
        if self._world_count < 2:
            self.notify(_("Deze oefening heeft één speelveld."), markup=False)
        else:
            self.navigation.go_to(SeatId(Role.LEADER, (self._world_index + 1) % self._world_count))

    def action_leave(self) -> None:
        """Goes back to the start screen, once confirmed; the report is written first."""

        def leave(yes: bool | None) -> None:
            if yes:
                self.navigation.write_report(then_leave=True)

        question = _("De nabespreking sluiten? Het verslag wordt geschreven. U komt hier terug met: oefening hervat")
        self.app.push_screen(Confirm(question, _("Ja, sluiten")), leave)


def _goals(view: DebriefView) -> Content:
    if not view.outcomes:
        return Content(_("Dit draaiboek heeft geen continuïteitsdoelen."))
    return join_lines(
        [
            Content.assemble(
                grade_text(outcome.grade),
                "  ",
                Content.styled(outcome.name, "bold"),
                "\n  ",
                curve(outcome.sparkline, outcome.blocks_below),
                Content.styled(f"\n  {outcome.text}\n", "$text-muted"),
            )
            for outcome in view.outcomes
        ]
    )


def _decisions(view: DebriefView) -> Content:
    if not view.decisions:
        return Content(_("Er is geen besluit gevraagd."))
    parts = []
    for decision in view.decisions:
        reasons = Content.styled(f"\n  “{decision.reasons}”", "italic") if decision.reasons else Content("")
        explanation = (
            Content.styled(f"\n  {decision.explanation}", "$text-muted") if decision.explanation else Content("")
        )
        parts.append(
            Content.assemble(
                Content.styled(f"{decision.time}  {decision.team_name}", "$text-muted"),
                f"\n{decision.question}",
                Content.styled(f"\n  → {decision.answer}", "bold"),
                reasons,
                explanation,
                "\n",
            )
        )
    return join_lines(parts)


def _improvements(view: DebriefView) -> Content:
    if not view.improvements:
        return Content(_("Nog geen verbeterpunten. V: leg vast wat er beter moet, wie het doet en wanneer."))
    rows = []
    for number, improvement in enumerate(view.improvements, 1):
        who = " · ".join(word for word in (improvement.owner, improvement.due) if word) or _("nog geen eigenaar")
        rows.append(Content.assemble(f"{number}. {improvement.text}\n", Content.styled(f"   {who}\n", "$text-muted")))
    return join_lines(rows)
