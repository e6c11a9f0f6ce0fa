"""The first screen: resume an interrupted exercise, or choose a script."""

from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from oefening.script.model import Script
from oefening.script.units import format_duration
from oefening.session.workspace import ScriptEntry, Workspace, WorkspaceError
from oefening.text.phrases import counted, plain
from oefening.text.translation import _
from oefening.tui import tours
from oefening.tui.dialogs.ask import AskLine
from oefening.tui.dialogs.help import Help
from oefening.tui.dialogs.tour import Tour
from oefening.tui.format import join_lines
from oefening.tui.navigation import LeaderNavigation
from oefening.tui.screens.setup import SetupScreen


class SearchInput(Input):
    """The search field. The arrows move through the list below it; a question mark asks for help."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "screen.move(1)", show=False),
        Binding("up", "screen.move(-1)", show=False),
        Binding("question_mark", "screen.help", show=False),
    ]


class StartScreen(Screen[None]):
    """Sessions and scripts on the left, what they are about on the right."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (160, "-wide")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", _("Openen"), tooltip=_("Ga verder met deze oefening, of zet dit draaiboek klaar.")),
        Binding("f2", "join", _("Meedoen"), tooltip=_("Doe mee met een oefening op een andere laptop.")),
        Binding("f5", "check", _("Opnieuw lezen"), tooltip=_("Lees de draaiboeken opnieuw, na een verbetering.")),
        Binding("ctrl+o", "folder", _("Andere map"), tooltip=_("Toon de draaiboeken uit een andere map.")),
        Binding("f1", "help", _("Hulp"), key_display="?"),
    ]

    def __init__(self, navigation: LeaderNavigation, workspace: Workspace) -> None:
        super().__init__()
        self._navigation = navigation
        self._workspace = workspace
        self._folder = workspace.scripts_folder
        self._sessions: list[Path] = []
        self._paths: list[Path] = []
        self._has_read = False
        self._entries: dict[Path, ScriptEntry] = {}

    def compose(self) -> ComposeResult:
        """Title and search above, list and details below."""
        title = Content.assemble(
            Content.styled("oefening", "bold"), Content.styled(_("  crisisoefeningen voor gemeenten"), "$text-muted")
        )
        yield Static(title, id="start-title")
        yield SearchInput(placeholder=_("Typ om te zoeken · pijltjes: kiezen · Enter: openen"), id="search")
        with Horizontal(id="start"):
            yield OptionList(id="start-list", markup=False)
            with VerticalScroll(id="start-details", can_focus=True):
                yield Static("", id="details", markup=False)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Reads the scripts and sessions; not yet where another screen lies on top, which reading would slow down."""
        self.query_one(SearchInput).focus()
        if self.app.screen is not self:
            return
        self.action_check()
        if self._navigation.is_tour_new("begin"):
            self._navigation.mark_tour_seen("begin")
            self.app.push_screen(Tour(tours.START))

    def on_screen_resume(self) -> None:
        """Reads the sessions again: one may have ended or been interrupted meanwhile."""
        if not self._has_read:
            if self.app.screen is self:
                self.action_check()
            return
        self._sessions = self._workspace.interrupted_sessions()
        self._fill()

    def action_check(self) -> None:
        """Reads the scripts again."""
        self._has_read = True
        self._sessions = self._workspace.interrupted_sessions()
        try:
            self._paths = self._workspace.scripts(self._folder)
        except WorkspaceError as error:
            self._paths = []
            self.notify(error.message, severity="error", markup=False)
        self._entries = {}
        self._fill()
        self._read(self._paths)

    @work(thread=True, exclusive=True)
    def _read(self, paths: list[Path]) -> None:
        for path in paths:
            # Checking a script takes a moment; each one is shown as soon as it is read.
            self.app.call_from_thread(self._add_entry, self._workspace.read(path))

    def _add_entry(self, entry: ScriptEntry) -> None:
        self._entries[entry.path] = entry
        if self.query("#start-list"):  # nothing any more where the program stops meanwhile
            self._fill()

    @on(Input.Changed, "#search")
    def _fill(self) -> None:
        wanted = self.query_one(SearchInput).value.strip().lower()
        listing = self.query_one("#start-list", OptionList)
        chosen = listing.highlighted_option.id if listing.highlighted_option else None
        options = []
        sessions = [path for path in self._sessions if wanted in path.stem.lower()]
        if sessions:
            options.append(Option(Content.styled(_("Verdergaan"), "bold $text-muted"), disabled=True))
            options += [Option(Content(f"  ► {plain(path.stem)}"), id=f"s{path}") for path in sessions]
        options.append(Option(Content.styled(_("Draaiboeken"), "bold $text-muted"), disabled=True))
        options += [Option(self._row(path), id=f"d{path}") for path in self._paths if self._matches(path, wanted)]
        listing.set_options(options)
        ids = [option.id for option in options]
        first = next((index for index, id_ in enumerate(ids) if id_ is not None), None)
        listing.highlighted = ids.index(chosen) if chosen in ids and chosen is not None else first
        if first is None:
            self.query_one("#details", Static).update(self._empty_text(wanted))

    def _empty_text(self, wanted: str) -> str:
        if wanted:
            return _("Geen draaiboek past bij ‘{wanted}’. Maak het zoekveld leeg om alles te zien.").format(
                wanted=wanted
            )
        return _("In ‘{folder}’ staat geen draaiboek (.yaml). Kies met Ctrl+O een andere map.").format(
            folder=self._folder
        )

    def _row(self, path: Path) -> Content:
        entry = self._entries.get(path)
        if entry is None:
            return Content.assemble(f"  {path.stem} ", Content.styled(_("(lezen…)"), "$text-muted"))
        if entry.script is None:
            return Content.assemble(Content.styled("  ✖ ", "$text-error"), plain(entry.path.stem), _(" (problemen)"))
        return Content(f"  {entry.title}")

    def _matches(self, path: Path, wanted: str) -> bool:
        entry = self._entries.get(path)
        words = [path.stem]
        if entry is not None and entry.script is not None:
            words += [entry.title, entry.script.summary, *entry.script.threats, entry.script.difficulty.value]
        return all(part in " ".join(words).lower() for part in wanted.split())

    @on(OptionList.OptionHighlighted, "#start-list")
    def _show_details(self, event: OptionList.OptionHighlighted) -> None:
        id_ = event.option.id or ""
        path = Path(id_[1:])
        details = self.query_one("#details", Static)
        if id_.startswith("s"):
            words = _("Deze oefening is onderbroken. Alles wat gebeurd is, is bewaard. Enter: verdergaan.")
            details.update(Content.assemble(Content.styled(plain(path.stem), "bold"), "\n\n", words, f"\n\n{path}"))
        elif path in self._entries:
            details.update(_details(self._entries[path]))
        self.query_one("#start-details", VerticalScroll).scroll_home(animate=False)

    @on(OptionList.OptionSelected, "#start-list")
    @on(Input.Submitted, "#search")
    def action_open(self) -> None:
        """Resumes the chosen session, or sets up the chosen script."""
        option = self.query_one("#start-list", OptionList).highlighted_option
        if option is None or option.id is None:
            return
        path = Path(option.id[1:])
        if option.id.startswith("s"):
            self._navigation.resume(path)
            return
        entry = self._entries.get(path)
        if entry is None:
            return
        if entry.script is None:
            self.notify(_("Dit draaiboek heeft problemen. Verbeter het bestand en druk op F5."), severity="warning")
            return
        self.app.push_screen(SetupScreen(self._navigation, self._workspace, entry))

    def action_move(self, step: int) -> None:
        """Goes up or down the list."""
        listing = self.query_one("#start-list", OptionList)
        if step > 0:
            listing.action_cursor_down()
        else:
            listing.action_cursor_up()

    def action_join(self) -> None:
        """Joins an exercise on another laptop instead."""
        self._navigation.join_another()

    def action_folder(self) -> None:
        """Asks for another folder with scripts."""

        def choose(folder: str | None) -> None:
            if folder:
                self._folder = Path(folder).expanduser()
                self.action_check()

        explanation = _("Waar staan uw draaiboeken? Leeg laten: de bibliotheek van het programma blijft staan.")
        self.app.push_screen(AskLine(_("Andere map"), explanation, str(self._folder)), choose)

    def action_help(self) -> None:
        """The keys of this screen."""
        self.app.push_screen(Help(self))


def _details(entry: ScriptEntry) -> Content:
    """What a script is about, or what is wrong with it."""
    if entry.script is None:
        head = Content.styled(
            counted(len(entry.problems), _("Dit draaiboek heeft 1 probleem"), _("Dit draaiboek heeft {n} problemen")),
            "bold $text-error",
        )
        hint = Content.styled(_("Verbeter het bestand en druk op F5 om opnieuw te controleren."), "$text-muted")
        return join_lines([head, hint, *(Content(f"\n{plain(problem)}") for problem in entry.problems)])
    return _about(entry.script)


def _about(script: Script) -> Content:
    points = sum(inject.point is not None for inject in script.injects)

    def row(name: str, value: str) -> Content:
        return Content.assemble(Content.styled(f"{name:<12}", "$text-muted"), plain(value))

    lines = [
        Content.styled(plain(script.title), "bold"),
        Content(""),
        Content(plain(" ".join(script.summary.split()))),
        Content(""),
        row(_("Dreigingen"), ", ".join(threat.replace("-", " ") for threat in script.threats)),
        row(_("Niveau"), script.difficulty.value),
        row(_("Speelduur"), format_duration(script.playing_time)),
        row(
            _("Inhoud"),
            _("{injects} injects, {points} beslispunten").format(injects=len(script.injects), points=points),
        ),
        Content(""),
        Content.styled(_("Teams"), "bold"),
        *(Content(f"· {plain(team.name)}") for team in script.teams),
        Content(""),
        Content.styled(_("Continuïteitsdoelen"), "bold"),
        *(Content(f"· {plain(goal.name)}") for goal in script.goals),
    ]
    return join_lines(lines)
