"""What the start screen and the commands work with: scripts to start, sessions to resume, and settings.

Knows where files are and turns everything that goes wrong with them into a `WorkspaceError`.
"""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from attrs import frozen

from oefening.engine.commands import Start
from oefening.errors import OefeningError
from oefening.script.diagnostics import Source, render
from oefening.script.model import Script
from oefening.session.exercise import LiveExercise
from oefening.session.script_files import (
    known_municipalities,
    library_folder,
    load_municipality_file,
    load_script_file,
    script_files,
)
from oefening.session.session import new_session, open_session
from oefening.session.session_files import new_session_path, session_files
from oefening.session.settings import Settings
from oefening.store.log import LogError
from oefening.store.sqlite_log import open_log
from oefening.text.os_errors import reason_of
from oefening.text.phrases import plain
from oefening.text.translation import _

NEWEST_SESSIONS = 20
"""How many session files are opened to find interrupted ones."""


class WorkspaceError(OefeningError):
    """A script cannot be started, or a session not resumed."""


@frozen
class ScriptEntry:
    """A script file: the script or its problems, as text. `municipality` is the file its place names come from."""

    path: Path
    source: Source | None
    script: Script | None
    problems: tuple[str, ...] = ()
    municipality: Path | None = None

    @property
    def title(self) -> str:
        """The script's title, or its file name where it has problems."""
        return plain(self.script.title) if self.script else self.path.stem


class Workspace:
    """The folder of sessions, the folder of scripts, and the settings."""

    def __init__(
        self, folder: Path, library: Path | None = None, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self.folder = folder
        self.scripts_folder = library or library_folder()
        self.settings = Settings(folder)
        self._seconds = seconds

    def interrupted_sessions(self) -> list[Path]:
        """Sessions that people started and did not end, the newest first; simulated ones are left out."""
        newest = reversed(session_files(self.folder)[-NEWEST_SESSIONS:])
        return [path for path in newest if _is_interrupted(path)]

    def scripts(self, folder: Path) -> list[Path]:
        """The script files in a folder, by name.

        Raises:
            WorkspaceError: the folder cannot be read.
        """
        if not folder.is_dir():
            raise WorkspaceError(_("De map ‘{folder}’ is er niet.").format(folder=folder))
        try:
            return script_files(folder)
        except OSError as error:
            sentence = _("De map ‘{folder}’ kan niet worden gelezen ({reason}).")
            raise WorkspaceError(sentence.format(folder=folder, reason=reason_of(error))) from error

    def municipalities(self) -> list[Path]:
        """The municipality files: people's own beside their sessions, then the library's."""
        return known_municipalities(self.folder)

    def read(self, path: Path) -> ScriptEntry:
        """A script file, checked."""
        try:
            source, script = load_script_file(path)
        except OSError as error:
            return ScriptEntry(path, None, None, (_unreadable(path, error),))
        if isinstance(script, Script):
            return ScriptEntry(path, source, script)
        return ScriptEntry(path, source, None, tuple(render(problem, source) for problem in script))

    def with_municipality(self, entry: ScriptEntry, municipality: Path | None) -> ScriptEntry:
        """A script without problems, with the place names of a municipality file, or its own where that is None.

        Raises:
            WorkspaceError: the municipality file cannot be read, or has problems.
        """
        if municipality is None or entry.script is None:
            return self.read(entry.path)
        try:
            source, loaded = load_municipality_file(municipality, entry.script)
            if isinstance(loaded, tuple):
                raise WorkspaceError(render(loaded[0], source))
            source, script = load_script_file(entry.path, loaded)
        except OSError as error:
            raise WorkspaceError(_unreadable(municipality, error)) from error
        found = script if isinstance(script, Script) else None
        return ScriptEntry(entry.path, source, found, municipality=municipality)

    def start(self, entry: ScriptEntry, start: Start) -> LiveExercise:
        """A live exercise that has just started, with its clock paused.

        Raises:
            WorkspaceError: it cannot start.
        """
        if entry.source is None or entry.script is None:
            raise WorkspaceError(_("Dit draaiboek heeft nog problemen."))
        try:
            path = new_session_path(self.folder, entry.script.id, datetime.now().astimezone())
            session = new_session(path, entry.source, entry.script, datetime.now(UTC))
        except OSError as error:
            sentence = _("De map ‘{folder}’ kan niet worden gemaakt ({reason}); kies een andere met OEFENING_MAP.")
            raise WorkspaceError(sentence.format(folder=self.folder, reason=reason_of(error))) from error
        except LogError as error:
            raise WorkspaceError(error.message) from error
        exercise = LiveExercise(session, path, self._seconds)
        objection = exercise.start(start)
        if objection is not None:
            exercise.close()
            path.unlink(missing_ok=True)
            raise WorkspaceError(objection)
        exercise.pause()
        return exercise

    def resume(self, path: Path) -> LiveExercise:
        """A live exercise that goes on where a session stopped, with its clock paused.

        Raises:
            WorkspaceError: the session cannot be opened.
        """
        try:
            session = open_session(path, to_write=True)
            session.catch_up()
        except LogError as error:
            raise WorkspaceError(error.message) from error
        exercise = LiveExercise(session, path, self._seconds)
        exercise.pause()
        return exercise


def _unreadable(path: Path, error: OSError) -> str:
    return _("Het bestand ‘{path}’ kan niet worden gelezen ({reason}).").format(path=path, reason=reason_of(error))


def _is_interrupted(path: Path) -> bool:
    """Whether a file holds an exercise of people that has not ended; an unreadable file does not."""
    # Reads the log's entries without replaying them: the start screen does this for `NEWEST_SESSIONS` files.
    try:
        log = open_log(path, to_write=False)
    except LogError:
        return False
    try:
        entries = [record.entry for record in log.records()]
    except LogError:
        return False
    finally:
        log.close()
    if not entries or any(entry.kind == "ExerciseEnded" for entry in entries):
        return False
    return json.loads(entries[0].body).get("simulation") is None
