"""A team's screen: its messages, decisions, board, levels and log. Nothing of any other team."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Label, OptionList, Static, TextArea

from oefening.engine.commands import DecideUnasked, GiveFeedback, SendMessage, WriteOnBoard
from oefening.engine.events import BoardPart
from oefening.session.seat import SeatClient, TakePen
from oefening.text.translation import _
from oefening.tui import tours
from oefening.tui.dialogs.choose import Choose
from oefening.tui.dialogs.feedback import FeedbackForm
from oefening.tui.dialogs.letter import LetterForm
from oefening.tui.dialogs.notice import Notice
from oefening.tui.dialogs.own_decision import OwnDecisionForm
from oefening.tui.format import channel_name, countdown, join_lines, level_line, script_markdown, short_time
from oefening.tui.navigation import Navigation
from oefening.tui.screens.base import PaneScreen
from oefening.tui.screens.decision import DecisionScreen
from oefening.tui.widgets.clock_bar import ClockBar
from oefening.tui.widgets.message_card import MessageCard
from oefening.tui.widgets.pane_bar import PaneBar
from oefening.tui.widgets.stable_list import StableList
from oefening.tui.widgets.stable_text import StableText
from oefening.views.participant import MessageView, PointView, SharedSeatView, TeamView

_BOARD_NAMES = {
    BoardPart.PICTURE: _("Beeld: wat weten we?"),
    BoardPart.ASSESSMENT: _("Duiding: wat betekent het?"),
    BoardPart.DECISION: _("Besluit: wat doen we?"),
}


class TeamScreen(PaneScreen[TeamView]):
    """Inbox, decisions, board, situation and log of one team."""

    NAME = "team"
    PANES = (
        ("inbox", _("Postvak")),
        ("points", _("Besluiten")),
        ("board", _("Bord")),
        ("situation", _("Situatie")),
        ("log", _("Logboek")),
    )
    TOUR = tours.TEAM
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "pane(0)", _("Postvak"), show=False),
        Binding("2", "pane(1)", _("Besluiten"), show=False),
        Binding("3", "pane(2)", _("Bord"), show=False),
        Binding("4", "pane(3)", _("Situatie"), show=False),
        Binding("5", "pane(4)", _("Logboek"), show=False),
        Binding("d", "decide", _("Besluiten"), tooltip=_("Open het besluit dat het eerst moet vallen.")),
        Binding("c", "contact", _("Contact"), tooltip=_("Vraag of vertel iets aan een team of de buitenwereld.")),
        Binding("e", "own_decision", _("Eigen besluit"), tooltip=_("Besluit iets waar niemand om vroeg.")),
        Binding("a", "attachment", _("Bijlage"), tooltip=_("Open het document bij dit bericht."), show=False),
        Binding("escape", "leave_field", _("Uit het vak"), show=False),
        Binding("ctrl+s", "save_board", _("Bord bewaren"), show=False),
        Binding("p", "take_pen", _("Pen"), tooltip=_("Neem de pen: dan besluit u voor het team.")),
        Binding("k", "feedback", _("Feedback"), tooltip=_("Een kort formulier zonder naam.")),
        Binding("t", "hand_over", _("Overdragen"), tooltip=_("Geef de laptop aan een ander.")),
    ]

    def __init__(self, navigation: Navigation, seat: SeatClient[TeamView], world_index: int) -> None:
        super().__init__(navigation, seat)
        self._world_index = world_index
        self._known_numbers: set[int] | None = None
        self._saved_board: dict[BoardPart, str] = {}

    def compose(self) -> ComposeResult:
        """Clock, panes, keys."""
        yield ClockBar()
        yield PaneBar(id="panes")
        with Horizontal(id="team-body"):
            with Horizontal(id="inbox", classes="pane current"):
                yield StableList(_("Nog geen berichten. Lees intussen uw opdracht hiernaast."), id="messages")
                yield MessageCard("", id="reading")
            with Vertical(id="points", classes="pane"):
                yield StableList(
                    _("Er is nog geen besluit gevraagd. Met E legt u zelf een besluit vast."), id="point-list"
                )
            with VerticalScroll(id="board", classes="pane", can_focus=True):
                yield Static(_("Tab: in een vak schrijven · Esc: uit het vak, dan is het bewaard"), classes="hint")
                for part in BoardPart:
                    yield Label(_BOARD_NAMES[part], classes="field")
                    yield TextArea("", id=f"board-{part.value}", soft_wrap=True, tab_behavior="focus")
            with VerticalScroll(id="situation", classes="pane", can_focus=True):
                yield StableText(id="levels")
            with VerticalScroll(id="log", classes="pane", can_focus=True):
                yield StableText(id="log-text")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Begins at the assignment the first time, and at the newest message later."""
        super().on_mount()
        messages, about = self.query_one("#messages", StableList), ("opdracht", self._world_index, self.view.id)
        if not self.navigation.drafts.find(about, False):
            self.navigation.drafts.keep(about, True)
            messages.highlighted = messages.option_count - 1
        messages.focus()
        self._show_pane_names()

    @property
    def _read_numbers(self) -> frozenset[int]:
        return self.navigation.drafts.find(("gelezen", self._world_index, self.view.id), frozenset[int]())

    def pane_name(self, number: int) -> str:
        """The name of a pane, with how many messages are unread or decisions are open."""
        view, name = self.view, self.PANES[number][1]
        unread = sum(message.number not in self._read_numbers for message in view.messages if not message.outgoing)
        waiting = sum(point.changeable and not point.decided for point in view.points)
        waits = {0: unread, 1: waiting}.get(number, 0)
        return f"{name} ({waits})" if waits else name

    def show_view(self, view: TeamView) -> None:
        """Fills every pane, and notifies of new messages."""
        heading = f"{view.name}{f' · {view.world}' if view.world else ''}{_pen_holder(view.shared_seat)}"
        self.query_one(ClockBar).show_clock(view.clock, heading, _most_urgent(view))
        self.refresh_bindings()
        self._notify_new_messages(view)
        rows = [(str(message.number), self._message_row(message)) for message in reversed(view.messages)]
        self.query_one("#messages", StableList).set_rows([*rows, ("0", Content.styled(_("  Uw opdracht"), "bold"))])
        points = [(point.id, _point_row(point)) for point in reversed(view.points)]
        self.query_one("#point-list", StableList).set_rows(points)
        self._show_board(view)
        width = 26 if self.size.width < 100 else 40
        levels = [level_line(level, width) for level in view.levels]
        empty = Content(_("Uw team ziet geen standen. Vraag ernaar met C."))
        self.query_one("#levels", StableText).set_text(join_lines(levels) if levels else empty)
        self.query_one("#log-text", StableText).set_text(_log(view))
        self._show_message()
        self._show_pane_names()

    def _notify_new_messages(self, view: TeamView) -> None:
        numbers = {message.number for message in view.messages if not message.outgoing}
        if self._known_numbers is not None:
            for message in view.messages:
                if message.number in numbers - self._known_numbers:
                    words = f"{channel_name(message.channel)}: {message.subject or message.text[:60]}"
                    self.notify(words, title=_("Nieuw bericht"), markup=False)
        self._known_numbers = numbers

    def _message_row(self, message: MessageView) -> Content:
        unread = message.number not in self._read_numbers and not message.outgoing
        mark = Content.styled("● ", "bold $text-accent") if unread else Content("  ")
        what = message.subject or message.text.split("\n")[0][:60]
        who = _("aan {to}").format(to=message.recipients) if message.outgoing else channel_name(message.channel)
        title = Content.styled(what, "bold" if unread else "")
        row = Content.assemble(
            mark, short_time(message.time), " ", title, "\n", Content.styled(f"  {who}", "$text-muted")
        )
        point = next((p for p in self.view.points if p.id == message.point), None)
        return Content.assemble(row, "  ", countdown(point)) if point is not None else row

    @on(OptionList.OptionHighlighted, "#messages")
    def _show_message(self) -> None:
        chosen = self.query_one("#messages", StableList).chosen
        view, card = self.view, self.query_one("#reading", MessageCard)
        message = next((m for m in view.messages if str(m.number) == chosen), None)
        if message is None:
            card.show_text(_("Uw opdracht"), _briefing(view))
            return
        if message.number not in self._read_numbers and not message.outgoing:
            self.navigation.drafts.keep(("gelezen", self._world_index, view.id), self._read_numbers | {message.number})
            self.refresh_view(force=True)
        hints = []
        point = next((p for p in view.points if p.id == message.point), None)
        if point is not None:
            hints.append(Content.assemble("\n", countdown(point), _("  Enter: naar het besluit")))
        hints += [Content(_("\nA: bijlage ‘{name}’").format(name=a.name)) for a in message.attachments]
        card.show_message(message, Content("").join(hints))

    @on(OptionList.OptionSelected, "#messages")
    def _open_message(self) -> None:
        chosen = self.query_one("#messages", StableList).chosen
        message = next((m for m in self.view.messages if str(m.number) == chosen), None)
        if message is not None and any(point.id == message.point for point in self.view.points):
            self._open_point(message.point or "")
        else:
            self.query_one("#reading", MessageCard).focus()

    @on(OptionList.OptionSelected, "#point-list")
    def _choose_point(self, event: OptionList.OptionSelected) -> None:
        self._open_point(event.option.id or "")

    def _open_point(self, point_id: str) -> None:
        self.app.push_screen(DecisionScreen(self.navigation, self.seat, self._world_index, point_id))

    def action_decide(self) -> None:
        """Opens the decision with the least time left, or says that there is none."""
        open_points = [point for point in self.view.points if point.changeable]
        first = min(open_points, key=lambda point: (point.decided, point.minutes_left), default=None)
        if first is None:
            self.notify(_("Er wacht nu geen besluit op u. Met E legt u zelf een besluit vast."), markup=False)
        else:
            self._open_point(first.id)

    def action_contact(self) -> None:
        """Writes a message to another team or to the outside world."""
        view = self.view

        async def send(letter: tuple[str, str]) -> bool:
            return await self.submit(SendMessage(self._world_index, view.id, *letter), _("Verstuurd."))

        about = ("contact", self._world_index, view.id)
        self.app.push_screen(LetterForm(view.contacts, self.navigation.drafts, about, send))

    def action_own_decision(self) -> None:
        """Records a decision that nobody asked for."""
        view = self.view

        async def decide(written_down: tuple[str, str]) -> bool:
            return await self.submit(
                DecideUnasked(self._world_index, view.id, *written_down), _("Eigen besluit vastgelegd.")
            )

        about = ("eigen", self._world_index, view.id)
        self.app.push_screen(OwnDecisionForm(self.navigation.drafts, about, decide))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether an action is available: the pen on shared seats only, feedback on one's own laptop after the end."""
        if action == "take_pen":
            shared_seat = self.view.shared_seat
            return shared_seat is not None and not shared_seat.has_pen
        if action == "feedback":
            return self.seat.link is not None and self.view.clock.ended
        return super().check_action(action, parameters)

    async def action_take_pen(self) -> None:
        """Takes the pen from whoever has it."""
        await self.submit(TakePen(), _("U heeft de pen: u besluit nu voor het team."))

    def action_feedback(self) -> None:
        """The feedback form, once the exercise is over."""

        async def give(form: GiveFeedback) -> bool:
            return await self.submit(form, _("Dank u wel."))

        self.app.push_screen(FeedbackForm(self.navigation.drafts, give))

    def action_attachment(self) -> None:
        """Shows an attachment of the chosen message."""
        chosen = self.query_one("#messages", StableList).chosen
        message = next((m for m in self.view.messages if str(m.number) == chosen), None)
        documents = {str(number): a for number, a in enumerate(message.attachments)} if message else {}

        def open_document(number: str | None) -> None:
            if number is not None:
                self.app.push_screen(Notice(documents[number].name, script_markdown(documents[number].text)))

        if not documents:
            self.notify(_("Bij dit bericht hoort geen bijlage."), markup=False)
        elif len(documents) == 1:
            open_document("0")
        else:
            self.app.push_screen(Choose(_("Bijlagen"), [(n, a.name) for n, a in documents.items()]), open_document)

    def _show_board(self, view: TeamView) -> None:
        for part in BoardPart:
            text, area = view.board.text(part), self.query_one(f"#board-{part.value}", TextArea)
            # A part that someone is writing in differs from what was saved: it stays, whatever a teammate saved.
            if area.text == self._saved_board.get(part, "") and area.text != text:
                area.text = text
            self._saved_board[part] = text

    async def on_descendant_blur(self) -> None:
        """Saves the board whenever a part of it loses the focus."""
        await self.action_save_board()

    def action_leave_field(self) -> None:
        """Leaves the part of the board that has the focus; elsewhere, goes back to the inbox."""
        if isinstance(self.focused, TextArea):
            self.query_one("#board").focus()
        else:
            self.action_pane(0)

    async def action_save_board(self) -> None:
        """Saves every part of the board that was changed."""
        for part in BoardPart:
            text = self.query_one(f"#board-{part.value}", TextArea).text
            if text != self._saved_board.get(part, "") and not self.view.clock.ended:
                self._saved_board[part] = text
                await self.submit(WriteOnBoard(self._world_index, self.view.id, part, text))

    async def action_hand_over(self) -> None:
        """Gives the laptop to someone else."""
        await self.action_save_board()
        self.navigation.hand_over()


def _pen_holder(shared_seat: SharedSeatView | None) -> str:
    """Who has the pen of a shared seat, as a suffix for the heading; empty where one person sits there."""
    if shared_seat is None:
        return ""
    if not shared_seat.pen:
        return _(" · de pen ligt vrij")
    return _(" · u heeft de pen") if shared_seat.has_pen else _(" · {name} heeft de pen").format(name=shared_seat.pen)


def _most_urgent(view: TeamView) -> Content:
    waiting = [point for point in view.points if point.changeable and not point.decided]
    first = min(waiting, key=lambda point: point.minutes_left, default=None)
    if view.clock.ended:
        return Content(_("De oefening is afgelopen."))
    if first is None:
        return Content.styled(_("Geen besluit gevraagd"), "$text-muted")
    more = _("\nen nog {n} andere").format(n=len(waiting) - 1) if len(waiting) > 1 else ""
    return Content.assemble(countdown(first), f"\n{first.subject}{more}")


def _point_row(point: PointView) -> Content:
    last = f"\n  → {point.versions[-1].text}" if point.versions else ""
    return Content.assemble(
        Content.styled(point.subject, "bold"), "  ", countdown(point), f"\n  {point.question}", last, "\n"
    )


def _briefing(view: TeamView) -> Content:
    roles = "\n".join(f"· {role}" for role in view.roles)
    parts = [
        Content.styled(f"{view.name}\n", "bold"),
        Content(f"{' '.join(view.assignment.split())}\n"),
        Content.assemble(Content.styled(_("Wie zit er in dit team?"), "bold"), f"\n{roles}\n"),
        Content.assemble(
            Content.styled(_("Waar gaat de oefening over?"), "bold"), f"\n{' '.join(view.summary.split())}"
        ),
    ]
    return join_lines(parts)


def _log(view: TeamView) -> Content:
    """The team's own decisions, changes included, the newest first."""
    entries = [
        (version.minute, version.time, point.question, version.text, version.reasons)
        for point in view.points
        for version in point.versions
    ]
    entries += [(own.minute, own.time, _("Eigen besluit"), own.text, own.reasons) for own in view.own_decisions]
    if not entries:
        return Content(_("Uw team heeft nog niets besloten."))
    parts = []
    for _minute, time, question, words, reasons in sorted(entries, key=lambda entry: -entry[0]):
        reason = Content.styled(f"\n   “{reasons}”", "italic $text-muted") if reasons else Content("")
        parts.append(
            Content.assemble(
                Content.styled(time, "$text-muted"),
                f"  {question}\n",
                Content.styled(f"   → {words}", "bold"),
                reason,
                "\n",
            )
        )
    return join_lines(parts)
