"""The form for answering a decision point. What was filled in stays as a draft when it is left."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Footer, Label, Static, TextArea

from oefening.engine.answers import Answer
from oefening.engine.commands import Decide
from oefening.script.model import ReasonsRule
from oefening.session.seat import Propose, SeatClient
from oefening.text.phrases import counted
from oefening.text.translation import _
from oefening.tui.format import countdown, join_lines, real_time
from oefening.tui.navigation import Navigation
from oefening.tui.screens.base import SeatScreen
from oefening.tui.widgets.answer_fields import AnswerChanged, AnswerField, ChoiceList, answer_field, first_focusable
from oefening.tui.widgets.message_card import MessageCard
from oefening.tui.widgets.stable_list import StableList
from oefening.tui.widgets.stable_text import StableText
from oefening.views.leader import LeaderView
from oefening.views.participant import MessageView, PointView, ProposalView, SharedSeatView, TeamView


def find_point(view: TeamView | LeaderView, point_id: str) -> PointView:
    """The decision point with this id. StopIteration where the seat cannot see it."""
    points = view.points if isinstance(view, TeamView) else tuple(p for team in view.teams for p in team.points)
    return next(point for point in points if point.id == point_id)


class DecisionScreen(SeatScreen[TeamView | LeaderView]):
    """The question, the answer, the reasons and the time left. Also for a leader who answers for an absent team."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "decide", _("Besluiten"), tooltip=_("Leg het besluit vast.")),
        Binding("escape", "app.pop_screen", _("Terug"), tooltip=_("Terug; wat u invulde blijft staan.")),
        Binding("f1", "help", _("Hulp"), key_display="F1"),
    ]

    def __init__(
        self, navigation: Navigation, seat: SeatClient[TeamView | LeaderView], world_index: int, point_id: str
    ) -> None:
        super().__init__(navigation, seat)
        self._world_index, self._point_id = world_index, point_id
        self._about = ("besluit", world_index, point_id)

    @property
    def point(self) -> PointView:
        """The decision point as it is now."""
        return find_point(self.view, self._point_id)

    def compose(self) -> ComposeResult:
        """The question on top, the form below, the message beside it."""
        point = self.point
        last = point.versions[-1] if point.versions else None
        drafted, reasons = self.navigation.drafts.find(
            self._about, (last.answer if last else None, last.reasons if last else "")
        )
        yield StableText(id="point-clock")
        with Horizontal(id="decision-body"):
            with VerticalScroll(id="form", can_focus=False):
                yield Static(Content.styled(point.question, "bold"), id="question")
                field = answer_field(point, drafted)
                yield Label(field.hint, markup=False, classes="field")
                yield field
                if point.reasons is not ReasonsRule.NONE:
                    required = point.reasons is ReasonsRule.REQUIRED
                    words = (
                        _("Waarom? (verplicht)")
                        if required
                        else _("Waarom? (gevraagd: het verslag wordt er beter van)")
                    )
                    yield Label(words, classes="field")
                    yield TextArea(reasons, id="reasons", soft_wrap=True, tab_behavior="focus")
                yield Button(Content(self._button_label), variant="primary", id="decide")
                if self._shared_seat is not None:
                    yield Label(_("Voorstellen van uw team (Enter: overnemen)"), classes="field")
                    yield StableList(_("Nog geen voorstellen."), id="proposals")
            yield MessageCard("", id="reading")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Puts the focus on the answer, and shows the message with the question beside it."""
        super().on_mount()
        message = self._message
        self.query_one("#reading").set_class(message is None, "empty")
        if message is not None:
            self.query_one(MessageCard).show_message(message, Content(""))
        first_focusable(self._field).focus()

    @property
    def _message(self) -> MessageView | None:
        """The message that asked the question. None for a leader, who has it in the script pane."""
        view = self.view
        if isinstance(view, LeaderView):
            return None
        return next((message for message in view.messages if message.point == self._point_id), None)

    @property
    def _shared_seat(self) -> SharedSeatView | None:
        view = self.view
        return view.shared_seat if isinstance(view, TeamView) else None

    @property
    def _proposals(self) -> list[ProposalView]:
        return [p for p in self._shared_seat.proposals if p.point == self._point_id] if self._shared_seat else []

    @property
    def _may_decide(self) -> bool:
        """Whether this person decides; without the pen of a shared seat one can only propose."""
        return self._shared_seat is None or self._shared_seat.has_pen

    @property
    def _button_label(self) -> str:
        return _("Besluiten (Ctrl+S)") if self._may_decide else _("Voorstellen (Ctrl+S)")

    @property
    def _field(self) -> AnswerField:
        return self.query_one("#answer")  # type: ignore[return-value]

    @property
    def _reasons(self) -> str:
        found = self.query("#reasons").results(TextArea)
        return next((area.text for area in found), "")

    def show_view(self, view: TeamView | LeaderView) -> None:
        """Updates the countdown, the proposals, and which options the world allows."""
        point = self.point
        if isinstance(self._field, ChoiceList):
            self._field.update_choices(point.choices)
        proposed = counted(len(self._proposals), _("   1 voorstel, onderaan"), _("   {n} voorstellen, onderaan"))
        head = Content.assemble(
            Content.styled(f"{point.team_name} · {point.subject}", "bold"),
            "   ",
            countdown(point),
            Content.styled(proposed if self._proposals else "", "$text-accent"),
        )
        lines = [head]
        if point.changeable:
            words = _("Tot {deadline} ({real} in het echt)")
            real = real_time(point.minutes_left, view.clock.tempo)
            lines.append(Content.styled(words.format(deadline=point.deadline, real=real), "$text-muted"))
        else:
            lines.append(Content.styled(_("Dit besluit kan niet meer veranderen."), "$text-warning"))
        self.query_one("#point-clock", StableText).set_text(join_lines(lines))
        self.query_one("#decide", Button).disabled = not point.changeable
        self.query_one("#decide", Button).label = Content(self._button_label)
        for listing in self.query("#proposals").results(StableList):
            listing.set_rows([(str(n), _proposal_row(proposal)) for n, proposal in enumerate(self._proposals)])
        if point.adjudicated_as is not None:
            self._field.disabled = True

    @on(StableList.OptionSelected, "#proposals")
    def _adopt_proposal(self, event: StableList.OptionSelected) -> None:
        """Fills in a teammate's proposal, to be changed or decided."""
        proposal = self._proposals[event.option_index]
        self.navigation.drafts.keep(self._about, (proposal.answer, proposal.reasons))
        # The answer fields take their answer at construction only, so a proposal is filled in by a new screen.
        self.app.switch_screen(DecisionScreen(self.navigation, self.seat, self._world_index, self._point_id))

    @on(AnswerChanged)
    @on(TextArea.Changed)
    def _save_draft(self) -> None:
        self.navigation.drafts.keep(self._about, (self._field.answer, self._reasons))

    @on(Button.Pressed, "#decide")
    async def action_decide(self) -> None:
        """Submits the decision, or the proposal where another has the pen."""
        answer: Answer | None = self._field.answer
        if answer is None:
            self.notify(
                _("Geef eerst een antwoord. {hint}").format(hint=self._field.hint), severity="warning", markup=False
            )
            first_focusable(self._field).focus()
            return
        decision = Decide(self._world_index, self._point_id, answer, self._reasons)
        if not self._may_decide:
            if await self.submit(Propose(decision), _("Voorgesteld aan wie de pen heeft.")):
                self.app.pop_screen()
            return
        if await self.submit(decision, _("Besluit vastgelegd. Tot de termijn kunt u het wijzigen.")):
            self.navigation.drafts.keep(self._about, None)
            self.app.pop_screen()


def _proposal_row(proposal: ProposalView) -> Content:
    reasons = f"\n  “{proposal.reasons}”" if proposal.reasons else ""
    return Content.assemble(Content.styled(f"{proposal.proposer}: ", "bold"), proposal.text, reasons)
