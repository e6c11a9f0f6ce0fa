"""The leader's screen (regie): the clock, the script, the teams, the world, the feed, and steering all of it."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Footer, OptionList, Static

from oefening.engine.commands import (
    Command,
    End,
    HoldInject,
    JumpToPhase,
    LockDecision,
    NoteObservation,
    Pause,
    RateExpectation,
    ReleaseInject,
    Resume,
    SendInject,
    SendMessage,
    SetTempo,
    SkipInject,
    UnlockDecision,
)
from oefening.session.seat import SeatClient
from oefening.session.seat_id import Role, SeatId
from oefening.text.translation import _
from oefening.tui import tours
from oefening.tui.dialogs.ad_hoc_inject import AdHocInjectForm
from oefening.tui.dialogs.adjudicate import AdjudicateForm
from oefening.tui.dialogs.ask import AskText
from oefening.tui.dialogs.choose import Choose
from oefening.tui.dialogs.confirm import Confirm
from oefening.tui.dialogs.effects import EffectsForm
from oefening.tui.dialogs.notice import Notice
from oefening.tui.dialogs.reply import ReplyForm
from oefening.tui.format import RATING_KEYS, countdown, join_lines, level_line
from oefening.tui.leader_format import (
    TEMPOS,
    goal_line,
    inject_row,
    inject_texts,
    next_up_text,
    teams_overview,
)
from oefening.tui.navigation import Navigation
from oefening.tui.screens.base import PaneScreen
from oefening.tui.screens.decision import DecisionScreen
from oefening.tui.tours import Step
from oefening.tui.widgets.clock_bar import ClockBar
from oefening.tui.widgets.feed_pane import FeedPane
from oefening.tui.widgets.pane_bar import PaneBar
from oefening.tui.widgets.stable_list import StableList
from oefening.tui.widgets.stable_text import StableText
from oefening.views.leader import InjectView, LeaderView
from oefening.views.participant import ExpectationView, PointView
from oefening.wording.names import performance_text


class LeaderScreen(PaneScreen[LeaderView]):
    """Everything about one world, and every command to steer it."""

    NAME = "regie"
    PANES = (("script", _("Draaiboek")), ("teams", _("Teams")), ("world", _("Situatie")), ("feed", _("Logboek")))
    TOUR: ClassVar[tuple[Step, ...]] = tours.LEADER
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "toggle_clock", _("Klok"), tooltip=_("Laat de klok lopen, of zet hem stil.")),
        Binding("plus,equals_sign", "tempo(1)", _("Sneller"), show=False),
        Binding("minus", "tempo(-1)", _("Langzamer"), show=False),
        Binding("n", "next_inject", _("Volgende"), tooltip=_("Verstuur de eerstvolgende inject nu.")),
        Binding("j", "jump", _("Sprong"), tooltip=_("Spring naar een volgende fase."), show=False),
        Binding("i", "ad_hoc", _("Inject"), tooltip=_("Verstuur een inject die niet in het draaiboek staat.")),
        Binding("b", "reply", _("Antwoord"), tooltip=_("Beantwoord een vraag aan de buitenwereld."), show=False),
        Binding(
            "o", "adjudicate", _("Oordeel"), tooltip=_("Beoordeel een vrij antwoord of een eigen besluit."), show=False
        ),
        Binding("g", "effects", _("Gevolg"), tooltip=_("Verander de situatie met de hand."), show=False),
        Binding("s", "send", _("Verstuur de gekozen inject nu"), show=False),
        Binding("v", "hold", _("Houd de gekozen inject vast, of laat hem weer toe"), show=False),
        Binding("x", "skip", _("Sla de gekozen inject over"), show=False),
        Binding("l", "lock", _("Zet een besluit vast, of geef het weer vrij"), show=False),
        Binding("a", "answer_for", _("Antwoord voor een team dat niet meedoet"), show=False),
        Binding("w", "observe", _("Waarneming"), tooltip=_("Schrijf op wat u ziet."), show=False),
        Binding("r", "rate", _("Waardeer een verwachting van de gekozen inject"), show=False),
        Binding("slash", "search", _("Zoek in het logboek"), show=False),
        Binding("f", "filter", _("Filter het logboek"), show=False),
        Binding("d", "other_world", _("Ander speelveld"), show=False),
        Binding("u", "undo", _("Terug"), tooltip=_("Neem terug wat u het laatst deed.")),
        Binding("m", "participants", _("Laat teams meedoen op hun eigen laptop of in een browser"), show=False),
        Binding("t", "hand_over", _("Overdragen"), tooltip=_("Geef de laptop aan een ander.")),
        Binding("e", "end", _("Einde"), tooltip=_("Eindig de oefening en open de nabespreking.")),
        Binding("escape", "leave_search", _("Terug uit het zoekveld"), show=False),
        Binding("1", "pane(0)", _("Draaiboek"), show=False),
        Binding("2", "pane(1)", _("Teams"), show=False),
        Binding("3", "pane(2)", _("Situatie"), show=False),
        Binding("4", "pane(3)", _("Logboek"), show=False),
    ]

    def __init__(self, navigation: Navigation, seat: SeatClient[LeaderView], world_index: int = 0) -> None:
        super().__init__(navigation, seat)
        self._world_index = world_index
        self._shown_inject: InjectView | None = None

    def compose(self) -> ComposeResult:
        """Clock, panes, keys."""
        yield StableText(id="participants-line")
        yield ClockBar()
        yield PaneBar(id="panes")
        with Horizontal(id="leader-body"):
            with Vertical(id="script", classes="pane current"):
                yield StableList(_("Dit draaiboek heeft geen injects."), id="injects")
                with VerticalScroll(id="inject-detail", can_focus=True):
                    yield Static("", id="inject-head", markup=False)
                    yield Static("", id="inject-text", markup=False)
                    yield Static("", id="inject-foot", markup=False)
            with Vertical(id="right"):
                with VerticalScroll(id="teams", classes="pane", can_focus=True):
                    yield StableText(id="team-text")
                with VerticalScroll(id="world", classes="pane", can_focus=True):
                    yield StableText(id="world-text")
            yield FeedPane()
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Puts the focus on the list of injects."""
        for pane_id, name in self.PANES:
            self.query_one(f"#{pane_id}").border_title = name
        super().on_mount()
        self.query_one("#injects", StableList).focus()

    def pane_name(self, number: int) -> str:
        """The name of a pane; for the teams, with how many answers the leader owes them."""
        waits = len(self.view.unanswered) + len(self.view.open_answers) if number == 1 else 0
        return self.PANES[number][1] + (f" ({waits})" if waits else "")

    def refresh_view(self, *, force: bool = False) -> None:
        """Shows what changed, also who takes part from other laptops: that is not in the view."""
        summary = self.navigation.participants_summary
        for line in self.query("#participants-line").results(StableText):
            line.set_class(bool(summary), "open")
            line.set_text(Content(summary))
        super().refresh_view(force=force)

    def show_view(self, view: LeaderView) -> None:
        """Fills every pane; goes on to the debrief once the exercise has ended."""
        if view.clock.ended and self.navigation.shares_laptop:
            self.navigation.go_to(SeatId(Role.LEADER, self._world_index))
            return
        heading = view.clock.title + (f" · {view.world}" if len(view.worlds) > 1 else "")
        self.query_one(ClockBar).show_clock(view.clock, heading, next_up_text(view))
        self.query_one("#injects", StableList).set_rows([(inject.id, inject_row(inject)) for inject in view.injects])
        self._show_inject()
        self.query_one("#team-text", StableText).set_text(teams_overview(view))
        wide = self.query_one("#world").content_size.width
        width = max(12, min(38, (wide or self.size.width - 4) - 43))
        goals = [goal_line(goal) for goal in sorted(view.goals, key=lambda goal: not goal.at_risk)]
        levels = [level_line(level, width) for level in view.levels]
        self.query_one("#world-text", StableText).set_text(join_lines([*goals, Content(""), *levels]))
        self.query_one(FeedPane).show_entries(view.feed)
        self._show_pane_names()

    @on(OptionList.OptionHighlighted, "#injects")
    def _show_inject(self) -> None:
        inject = self._chosen_inject()
        if inject is not None and inject != self._shown_inject:
            self._shown_inject = inject
            for part, text in zip(("head", "text", "foot"), inject_texts(inject), strict=True):
                self.query_one(f"#inject-{part}", Static).update(text)

    @on(OptionList.OptionSelected, "#injects")
    def _open_inject(self) -> None:
        inject = self._chosen_inject()
        if inject is not None:
            self.app.push_screen(Notice(inject.subject, *inject_texts(inject)))

    def _chosen_inject(self) -> InjectView | None:
        chosen = self.query_one("#injects", StableList).chosen
        return next((inject for inject in self.view.injects if inject.id == chosen), None)

    def action_filter(self) -> None:
        """Steps to the next filter of the feed."""
        self.query_one(FeedPane).show_next_filter()

    def action_search(self) -> None:
        """Goes to the search field of the feed; Escape or Enter leaves it."""
        self.action_pane(3)
        self.query_one(FeedPane).focus_search()

    def action_leave_search(self) -> None:
        """Goes from the search field to what was found."""
        self.query_one(FeedPane).focus_entries()

    async def action_toggle_clock(self) -> None:
        """Starts or pauses the clock."""
        await self.submit(Pause() if self.view.clock.running else Resume())

    async def action_tempo(self, step: int) -> None:
        """Changes the tempo by one step."""
        now = self.view.clock.tempo
        further = [tempo for tempo in TEMPOS if (tempo > now if step > 0 else tempo < now)]
        if further:
            await self.submit(SetTempo(further[0] if step > 0 else further[-1]))

    async def action_next_inject(self) -> None:
        """Sends the next inject with a fixed time now."""
        coming = [inject for inject in self.view.injects if inject.status == "wacht" and inject.minute is not None]
        first = min(coming, key=lambda inject: inject.minute or 0, default=None)
        if first is None:
            self.notify(_("Er komt geen inject meer op een vaste tijd. Kies er een en druk op S."), markup=False)
        else:
            await self._send(first)

    async def action_send(self) -> None:
        """Sends the chosen inject now."""
        inject = self._chosen_inject()
        if inject is not None:
            await self._send(inject)

    async def _send(self, inject: InjectView) -> None:
        await self.submit(SendInject(self._world_index, inject.id), _("Verstuurd: {name}").format(name=inject.subject))

    async def action_hold(self) -> None:
        """Holds the chosen inject back, or releases it."""
        inject = self._chosen_inject()
        if inject is not None:
            back = inject.can_release
            await self.submit(
                ReleaseInject(self._world_index, inject.id) if back else HoldInject(self._world_index, inject.id)
            )

    async def action_skip(self) -> None:
        """Skips the chosen inject."""
        inject = self._chosen_inject()
        if inject is not None:
            words = _("Overgeslagen: {name}. U neemt het terug met U.").format(name=inject.subject)
            await self.submit(SkipInject(self._world_index, inject.id), words)

    def action_jump(self) -> None:
        """Jumps to a later phase, once chosen and confirmed."""
        view = self.view
        if not view.phases:
            self.notify(_("Er komt geen fase meer om naar te springen."), markup=False)
            return
        phases = [(phase.id, f"{phase.time}  {phase.name}") for phase in view.phases]

        def sure(phase: str | None) -> None:
            if phase is None:
                return
            question = _(
                "De klok springt vooruit. Alles wat tot dan gepland staat gebeurt, ook termijnen lopen af. Springen?"
            )
            self.app.push_screen(
                Confirm(question, _("Ja, springen")), lambda yes: self._submit_if(yes, JumpToPhase(phase))
            )

        self.app.push_screen(Choose(_("Naar welke fase springt de klok?"), phases), sure)

    async def _submit_if(self, yes: bool | None, command: Command) -> None:
        if yes:
            await self.submit(command)

    def action_ad_hoc(self) -> None:
        """Sends an inject that is not in the script."""
        self.app.push_screen(AdHocInjectForm(self.view, self._world_index, self.navigation.drafts, self._submit_form))

    def action_effects(self) -> None:
        """Changes the world by hand."""
        self.app.push_screen(EffectsForm(self.view, self._world_index, self.navigation.drafts, self._submit_form))

    async def _submit_form(self, command: Command) -> bool:
        return await self.submit(command, _("Gedaan."))

    def action_reply(self) -> None:
        """Answers the message to the outside world that waits longest."""
        calls = self.view.unanswered
        if not calls:
            self.notify(_("Geen team wacht op antwoord van buiten."), markup=False)
            return
        call = calls[0]

        async def send(text: str) -> bool:
            return await self._submit_form(SendMessage(self._world_index, call.party.id, call.team, text))

        self.app.push_screen(ReplyForm(call, self._world_index, self.navigation.drafts, send))

    def action_adjudicate(self) -> None:
        """Adjudicates the free answer that waits longest."""
        answers = self.view.open_answers
        if not answers:
            self.notify(_("Er wacht geen antwoord op een beoordeling."), markup=False)
        else:
            self.app.push_screen(
                AdjudicateForm(answers[0], self.view, self._world_index, self.navigation.drafts, self._submit_form)
            )

    def _all_points(self) -> list[PointView]:
        return [point for team in self.view.teams for point in team.points]

    def action_lock(self) -> None:
        """Locks a decision, or unlocks it."""
        points = {point.id: point for point in self._all_points() if point.decided and point.adjudicated_as is None}
        if not points:
            self.notify(_("Er is nog geen besluit om vast te zetten."), markup=False)
            return

        async def lock(point_id: str | None) -> None:
            if point_id is not None:
                locked = points[point_id].locked
                await self.submit(
                    UnlockDecision(self._world_index, point_id) if locked else LockDecision(self._world_index, point_id)
                )

        rows = [(p.id, Content.assemble(p.team_name, ": ", p.subject, "  ", countdown(p))) for p in points.values()]
        self.app.push_screen(Choose(_("Welk besluit vastzetten of vrijgeven?"), rows), lock)

    def action_answer_for(self) -> None:
        """Decides for a team that does not take part."""
        absent = {team.id for team in self.view.teams if not team.taking_part}
        points = [point for point in self._all_points() if point.team in absent and point.changeable]

        def answer(point_id: str | None) -> None:
            if point_id is not None:
                self.app.push_screen(DecisionScreen(self.navigation, self.seat, self._world_index, point_id))

        if not points:
            self.notify(_("Geen team dat niet meedoet heeft nu een besluit open."), markup=False)
        else:
            rows = [(p.id, Content.assemble(p.team_name, ": ", p.subject, "  ", countdown(p))) for p in points]
            self.app.push_screen(Choose(_("Voor welk besluit antwoordt u?"), rows), answer)

    def action_observe(self) -> None:
        """Records an observation."""

        async def note(text: str | None) -> None:
            if text:
                await self.submit(NoteObservation(self._world_index, None, text))

        self.app.push_screen(AskText(_("Waarneming"), _("Wat ziet of hoort u? De oefentijd komt erbij.")), note)

    def action_rate(self) -> None:
        """Rates an expectation of the chosen inject."""
        inject = self._chosen_inject()
        expectations = inject.expectations if inject else ()
        if not expectations:
            self.notify(_("Bij deze inject hoort geen verwachting."), markup=False)
            return
        chosen: list[ExpectationView] = []

        async def rate(key: str | None) -> None:
            if key is not None:
                rated = chosen[0]
                await self.submit(RateExpectation(self._world_index, rated.inject, rated.number, RATING_KEYS[key]))

        def how(number: str | None) -> None:
            if number is not None:
                chosen.append(expectations[int(number)])
                marks = [(key, f"{p.value}  {performance_text(p)}") for key, p in RATING_KEYS.items()]
                self.app.push_screen(Choose(chosen[0].text, marks), rate)

        self.app.push_screen(
            Choose(_("Welke verwachting?"), [(str(n), e.text) for n, e in enumerate(expectations)]), how
        )

    async def action_undo(self) -> None:
        """Undoes what the leader did last."""
        undo = self.view.undo
        if undo is None:
            self.notify(_("Er is niets om terug te nemen."), markup=False)
        else:
            await self.submit(undo.command, _("Teruggenomen: {words}").format(words=undo.text))

    def action_other_world(self) -> None:
        """Shows another world."""
        worlds = self.view.worlds
        if len(worlds) < 2:
            self.notify(_("Deze oefening heeft één speelveld."), markup=False)
            return

        def go(number: str | None) -> None:
            if number is not None:
                self.navigation.go_to(SeatId(Role.LEADER, int(number)))

        self.app.push_screen(Choose(_("Naar welk speelveld?"), [(str(n), name) for n, name in enumerate(worlds)]), go)

    def action_participants(self) -> None:
        """Shows who takes part from other laptops, and how one joins."""
        self.navigation.show_participants()

    def action_end(self) -> None:
        """Ends the exercise, once that is confirmed."""
        question = _("De oefening eindigen? Daarna tellen besluiten niet meer mee; de nabespreking begint.")
        self.app.push_screen(Confirm(question, _("Ja, eindigen")), lambda yes: self._submit_if(yes, End()))
