"""Setting up an exercise: the municipality, the teams, the tempo, the number of worlds and the leader's PIN."""

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Footer, Input, Label, Select, SelectionList, Static
from textual.widgets.selection_list import Selection

from oefening.engine.command_rules import FASTEST, MAX_WORLDS
from oefening.engine.commands import Start
from oefening.script.units import format_duration
from oefening.session.pin import pin_digest
from oefening.session.workspace import ScriptEntry, Workspace, WorkspaceError
from oefening.text.phrases import plain
from oefening.text.translation import _
from oefening.tui.dialogs.help import Help
from oefening.tui.navigation import LeaderNavigation

AS_WRITTEN = "draaiboek"
"""The choice to keep the script's own place names."""


class SetupScreen(Screen[None]):
    """A form with sensible values already filled in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", _("Terug")),
        Binding("ctrl+s", "begin", _("Beginnen"), tooltip=_("Open de oefening; de klok staat nog stil.")),
        Binding("f1", "help", _("Hulp"), key_display="F1"),
    ]

    def __init__(self, navigation: LeaderNavigation, workspace: Workspace, entry: ScriptEntry) -> None:
        super().__init__()
        self._navigation = navigation
        self._workspace = workspace
        self._entry = entry

    def compose(self) -> ComposeResult:
        """Teams, worlds, tempo, PIN."""
        script = self._entry.script
        assert script is not None  # noqa: S101 - only scripts without problems are set up
        with VerticalScroll(id="setup"):
            yield Label(plain(script.title), markup=False, classes="dialog-title")
            yield Label(_("Voor welke gemeente? De plaatsen in het draaiboek worden die van u."), classes="field")
            yield Select(
                self._municipalities(),
                value=self._entry.municipality or AS_WRITTEN,
                allow_blank=False,
                id="municipality",
                compact=True,
            )
            yield Label(_("Welke teams doen mee? (Spatie: aan of uit)"), classes="field")
            selections = [Selection(Content(plain(team.name)), team.id, True) for team in script.teams]
            yield SelectionList[str](*selections, id="teams")
            yield Static(_("Voor een team dat niet meedoet, antwoordt de oefenleider."), classes="hint")
            with Horizontal(classes="fields"):
                with Vertical():
                    yield Label(_("Tempo: oefenminuten per minuut"), classes="field")
                    yield Input(str(script.tempo), type="integer", id="tempo")
                with Vertical():
                    yield Label(_("Speelvelden naast elkaar"), classes="field")
                    yield Input("1", type="integer", id="worlds")
            yield Static("", id="setup-hint", classes="hint", markup=False)
            yield Label(_("Pincode voor het scherm van de oefenleider (mag leeg blijven)"), classes="field")
            yield Input("", password=True, id="pin", placeholder=_("bijvoorbeeld vier cijfers"))
            yield Button(Content(_("Beginnen (Ctrl+S)")), variant="primary", id="begin")
        yield Footer(compact=True, show_command_palette=False)

    def _municipalities(self) -> list[tuple[str, Path | str]]:
        """The choices: as in the script, and every municipality with a file."""
        files = self._workspace.municipalities()
        if self._entry.municipality and self._entry.municipality not in files:
            files = [self._entry.municipality, *files]
        return [(_("zoals in het draaiboek"), AS_WRITTEN), *((plain(path.stem), path) for path in files)]

    def on_mount(self) -> None:
        """Puts the focus on the button: the form can be sent as it is."""
        self.query_one("#begin", Button).focus(scroll_visible=False)
        self._explain()

    @on(Input.Changed)
    def _explain(self) -> None:
        script = self._entry.script
        tempo = self._number("tempo", FASTEST)
        worlds = self._number("worlds", MAX_WORLDS)
        parts = []
        if tempo and script and tempo == script.tempo:
            words = _(
                "Bij dit tempo duurt de oefening volgens het draaiboek {time}. U kunt het tempo steeds veranderen."
            )
            parts.append(words.format(time=format_duration(script.playing_time)))
        elif tempo and script:
            words = _("Het draaiboek rekent op tempo {tempo}. U kunt het tempo steeds veranderen.")
            parts.append(words.format(tempo=script.tempo))
        if worlds and worlds > 1:
            parts.append(_("Meer speelvelden: elke groep speelt hetzelfde draaiboek in een eigen wereld."))
        self.query_one("#setup-hint", Static).update("\n".join(parts))

    def _number(self, field: str, most: int) -> int | None:
        text = self.query_one(f"#{field}", Input).value.strip()
        return int(text) if text.isdigit() and len(text) < 6 and 1 <= int(text) <= most else None

    @on(Button.Pressed, "#begin")
    def action_begin(self) -> None:
        """Begins the exercise, or points to what is wrong in the form."""
        teams = tuple(self.query_one("#teams", SelectionList).selected)
        tempo, worlds = self._number("tempo", FASTEST), self._number("worlds", MAX_WORLDS)
        if not teams:
            self._show_mistake("teams", _("Kies ten minste één team dat meedoet."))
        elif tempo is None:
            self._show_mistake("tempo", _("Geef een tempo van 1 tot en met {most}.").format(most=FASTEST))
        elif worlds is None:
            self._show_mistake("worlds", _("Geef 1 tot en met {most} speelvelden.").format(most=MAX_WORLDS))
        else:
            names = tuple(_("speelveld {number}").format(number=number) for number in range(1, worlds + 1))
            order = {
                team.id: place for place, team in enumerate(self._entry.script.teams if self._entry.script else ())
            }
            start = Start(
                names,
                teams=tuple(sorted(teams, key=lambda team: order[team])),
                tempo=tempo,
                pin=pin_digest(self.query_one("#pin", Input).value),
            )
            chosen = self.query_one("#municipality", Select).value
            try:
                entry = self._workspace.with_municipality(self._entry, chosen if isinstance(chosen, Path) else None)
            except WorkspaceError as error:
                self._show_mistake("municipality", error.message)
                return
            self._navigation.begin(entry, start)

    def _show_mistake(self, field: str, sentence: str) -> None:
        self.query_one(f"#{field}").focus()
        self.notify(sentence, severity="warning", markup=False)

    def action_help(self) -> None:
        """The keys of this screen."""
        self.app.push_screen(Help(self))
