"""The event log in one SQLite file (extension `.oefening`).

One writer at a time, held by a lock that the operating system frees when the program dies. Every record carries a
digest over itself and the one before it, so that damage is found and named. SQLite's own errors do not leave here.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from oefening.store.log import Entry, Header, LogError, Record
from oefening.text.os_errors import reason_of
from oefening.text.translation import _

APPLICATION_ID = 0x4F454645
"""Marks a SQLite file as a session of this program: OEFE."""

SCHEMA_VERSION = 2

_SCHEMA = """
    CREATE TABLE header (
        script_name TEXT NOT NULL, script_text TEXT NOT NULL, own_places TEXT NOT NULL, engine_version TEXT NOT NULL,
        created_at TEXT NOT NULL, digest BLOB NOT NULL
    ) STRICT;
    CREATE TABLE aside (name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE events (
        number INTEGER PRIMARY KEY, written_at TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL,
        origin TEXT NOT NULL, digest BLOB NOT NULL
    ) STRICT;
"""


_written_here: set[Path] = set()
"""Files this process writes. They are not opened a second time here: closing any handle on a file gives up every lock
that the process holds on it (POSIX), and another leader could come in."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class SqliteLog:
    """A log in an open file; made by `create` and `open_log`."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, now: Callable[[], datetime], *, writes: bool
    ) -> None:
        self._path = path
        self._writes = path.resolve() if writes else None
        self._connection = connection
        self._now = now
        with _in_dutch(path):
            row = connection.execute(
                "SELECT script_name, script_text, own_places, engine_version, created_at, digest FROM header"
            ).fetchone()
            last = connection.execute("SELECT number, digest FROM events ORDER BY number DESC LIMIT 1").fetchone()
        try:
            places = tuple((name, words) for name, words in json.loads(row[2]))
            self._header = Header(row[0], row[1], places, row[3], datetime.fromisoformat(row[4]))
            intact = row[5] == _header_digest(self._header)
        except (TypeError, ValueError):
            intact = False
        if not intact:
            raise LogError(_("‘{path}’ is beschadigd: het draaiboek erin klopt niet meer.").format(path=path))
        self._last_number: int = last[0] if last else 0
        self._last_digest: bytes = last[1] if last else row[5]
        if self._writes is not None:
            _written_here.add(self._writes)

    @property
    def header(self) -> Header:
        """What the exercise is played from."""
        return self._header

    def append(self, entries: Sequence[Entry]) -> tuple[Record, ...]:
        """Keeps entries, all or none; see `EventLog.append`."""
        number, digest, rows, records = self._last_number, self._last_digest, [], []
        for entry in entries:
            number += 1
            record = Record(number, self._now(), entry)
            digest = _digest(digest, record)
            rows.append((number, record.written_at.isoformat(), entry.kind, entry.body, entry.origin, digest))
            records.append(record)
        with _in_dutch(self._path):
            self._write("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)", rows)
        self._last_number, self._last_digest = number, digest
        return tuple(records)

    def put_metadata(self, name: str, text: str) -> None:
        """Keeps something beside the events; see `EventLog.lay_aside`."""
        with _in_dutch(self._path):
            self._write("INSERT OR REPLACE INTO aside VALUES (?, ?)", [(name, text)])

    def get_metadata(self, name: str) -> str:
        """What was kept beside the events; see `EventLog.laid_aside`."""
        with _in_dutch(self._path):
            row = self._connection.execute("SELECT text FROM aside WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def _write(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(statement, rows)
            self._connection.execute("COMMIT")
        except sqlite3.Error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def records(self) -> tuple[Record, ...]:
        """Everything kept, verified; see `EventLog.records`."""
        with _in_dutch(self._path):
            rows = self._connection.execute(
                "SELECT number, written_at, kind, body, origin, digest FROM events ORDER BY number"
            ).fetchall()
        records, digest = [], _header_digest(self._header)
        for expected, (number, written_at, kind, body, origin, kept) in enumerate(rows, 1):
            try:
                record = Record(number, datetime.fromisoformat(written_at), Entry(kind, body, origin))
                digest = _digest(digest, record)
            except (TypeError, ValueError):
                digest = b""
            if digest != kept or number != expected:
                sentence = _("‘{path}’ is beschadigd: gebeurtenis {number} klopt niet meer.")
                raise LogError(sentence.format(path=self._path, number=expected))
            records.append(record)
        return tuple(records)

    def close(self) -> None:
        """Lets go of the file."""
        self._connection.close()
        if self._writes is not None:
            _written_here.discard(self._writes)

    def __enter__(self) -> "SqliteLog":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()


def create(path: Path, header: Header, now: Callable[[], datetime] = _utc_now) -> SqliteLog:
    """A new log in a new file, open to write.

    Raises:
        LogError: the file exists already, or cannot be made.
    """
    try:
        path.open("xb").close()
    except FileExistsError:
        raise LogError(_("Het bestand ‘{path}’ bestaat al.").format(path=path)) from None
    except OSError as error:
        sentence = _("Het bestand ‘{path}’ kan niet worden gemaakt ({reason}).")
        raise LogError(sentence.format(path=path, reason=reason_of(error))) from error
    try:
        with _in_dutch(path):
            connection = _connect(path, "rw")
            try:
                _fill(connection, header)
                return SqliteLog(path, connection, now, writes=True)
            except BaseException:
                connection.close()
                raise
    except LogError:
        with suppress(OSError):
            path.unlink()
        raise


def _fill(connection: sqlite3.Connection, header: Header) -> None:
    _make_writer(connection)
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    for statement in filter(str.strip, _SCHEMA.split(";")):
        connection.execute(statement)
    connection.execute(
        "INSERT INTO header VALUES (?, ?, ?, ?, ?, ?)", (*_header_fields(header), _header_digest(header))
    )
    connection.execute("COMMIT")


def open_log(path: Path, *, to_write: bool, now: Callable[[], datetime] = _utc_now) -> SqliteLog:
    """The log in a file: to go on with it (`to_write`; nobody else may then), or only to read.

    Raises:
        LogError: the file is not there, not a session, of a newer version, damaged, or in use.
    """
    if path.resolve() in _written_here:
        raise LogError(_sentence(path, sqlite3.SQLITE_BUSY))
    _demand_session_file(path)
    with _in_dutch(path):
        connection = _connect_to_read_or_write(path, to_write=to_write)
    try:
        with _in_dutch(path):
            _demand_known_schema(path, connection)
            if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise sqlite3.DatabaseError
        return SqliteLog(path, connection, now, writes=to_write)
    except BaseException:
        connection.close()
        raise


def _demand_session_file(path: Path) -> None:
    try:
        with path.open("rb") as file:
            beginning = file.read(16)
    except FileNotFoundError:
        raise LogError(_("De sessie ‘{path}’ is er niet.").format(path=path)) from None
    except IsADirectoryError:
        raise LogError(_("‘{path}’ is een map, geen sessie.").format(path=path)) from None
    except OSError as error:
        sentence = _("De sessie ‘{path}’ kan niet worden gelezen ({reason}).")
        raise LogError(sentence.format(path=path, reason=reason_of(error))) from error
    if not beginning:
        sentence = _("‘{path}’ is leeg: het maken van deze sessie is nooit afgerond.")
        raise LogError(sentence.format(path=path))
    if beginning != b"SQLite format 3\0":
        raise LogError(_not_a_session(path))


def _not_a_session(path: Path) -> str:
    return _("‘{path}’ is geen sessie van oefening.").format(path=path)


def _demand_known_schema(path: Path, connection: sqlite3.Connection) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise LogError(_not_a_session(path))
    if version < SCHEMA_VERSION:
        sentence = _("‘{path}’ is gemaakt met een proefversie van oefening die deze versie niet meer kan lezen.")
        raise LogError(sentence.format(path=path))
    if version > SCHEMA_VERSION:
        sentence = _("‘{path}’ is gemaakt met een nieuwere versie van oefening; werk het programma bij.")
        raise LogError(sentence.format(path=path))


def _connect_to_read_or_write(path: Path, *, to_write: bool) -> sqlite3.Connection:
    """A reader too may have to write: what a program that died had begun is undone first."""
    try:
        return _tried(_connect(path, "rw"), to_write=to_write)
    except sqlite3.OperationalError:
        if to_write:
            raise
        return _tried(_connect(path, "ro"), to_write=False)


def _tried(connection: sqlite3.Connection, *, to_write: bool) -> sqlite3.Connection:
    """The connection, once it turned out to work; a writer holds its lock from here on."""
    try:
        if to_write:
            _make_writer(connection)
        else:
            connection.execute("PRAGMA query_only = ON")
        connection.execute("BEGIN EXCLUSIVE" if to_write else "BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.execute("COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=0, isolation_level=None)


def _make_writer(connection: sqlite3.Connection) -> None:
    """An append is on the disk when it returns, also when the power fails in the room: hence EXTRA."""
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = EXTRA")


@contextmanager
def _in_dutch(path: Path) -> Iterator[None]:
    """Turns SQLite's errors into sentences."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise LogError(_sentence(path, sqlite3.SQLITE_CORRUPT)) from error
    except sqlite3.Error as error:
        raise LogError(_sentence(path, getattr(error, "sqlite_errorcode", 0) & 0xFF)) from error


def _sentence(path: Path, code: int) -> str:
    sentences = {
        sqlite3.SQLITE_BUSY: _(
            "‘{path}’ is al in gebruik: een andere oefenleider of een ander venster heeft deze sessie open."
        ),
        sqlite3.SQLITE_FULL: _("De schijf is vol; ‘{path}’ kan niet verder worden geschreven. Maak ruimte vrij."),
        sqlite3.SQLITE_READONLY: _("‘{path}’ mag niet worden beschreven; zet de sessie op een andere plek."),
        sqlite3.SQLITE_CANTOPEN: _("‘{path}’ kan niet worden geopend."),
        sqlite3.SQLITE_IOERR: _("De schijf geeft een fout bij ‘{path}’; zet de sessie op een andere plek."),
        sqlite3.SQLITE_NOTADB: _("‘{path}’ is geen sessie van oefening."),
    }
    return sentences.get(code, _("‘{path}’ is beschadigd en kan niet worden gelezen.")).format(path=path)


def _header_fields(header: Header) -> tuple[str, ...]:
    places = json.dumps(header.municipality_terms, ensure_ascii=False)
    return header.script_name, header.script_text, places, header.engine_version, header.created_at.isoformat()


def _header_digest(header: Header) -> bytes:
    return hashlib.sha256("\0".join(_header_fields(header)).encode()).digest()


def _digest(before: bytes, record: Record) -> bytes:
    entry = record.entry
    fields = (str(record.number), record.written_at.isoformat(), entry.kind, entry.body, entry.origin)
    return hashlib.sha256(before + "\0".join(fields).encode()).digest()
