"""The event log in one SQLite file (extension `.oefening`).

SQLite because it makes a transaction survive a crash or a power cut, locks the file, and is read by many tools; a file
of lines would need all of that from us.

- One writer at a time, by a lock that the operating system frees when the program dies: no lock file stays behind.
- Every record carries a digest over itself and the digest before it, so that a changed, missing or moved event is
  found and named. SQLite's own checks find damage to its structure, not a changed byte in a text. The digests guard
  against accidents; whoever edits a session on purpose can compute them again.
- SQLite's errors do not leave this module: each becomes a LogError with one Dutch sentence.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from oefening.store.log import LogEntry, LogError, LogHeader, LogRecord
from oefening.text.os_errors import reason_of
from oefening.text.translation import _

APPLICATION_ID = 0x4F454645
"""`OEFE`. Tells a session from the SQLite files of other programs, of which every laptop has many."""

SCHEMA_VERSION = 2
"""A newer file is refused whole: an older program could only guess at what it does not know."""

# These names are in every session that was ever recorded. `own_places` are the municipality's terms, `aside` is the
# metadata: texts outside the events, such as the codes to join with.
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
"""The files that this process writes. It does not open them a second time: closing any handle on a file releases every
lock that the process holds on it (POSIX), and a second leader could come in."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class SqliteLog:
    """A log in an open file; made by `create` and `open_log`. Implements `EventLog`."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, now: Callable[[], datetime], *, writes: bool
    ) -> None:
        self._path = path
        self._writes = path.resolve() if writes else None
        self._connection = connection
        self._now = now
        with _log_errors(path):
            row = connection.execute(
                "SELECT script_name, script_text, own_places, engine_version, created_at, digest FROM header"
            ).fetchone()
            last = connection.execute("SELECT number, digest FROM events ORDER BY number DESC LIMIT 1").fetchone()
        try:
            terms = tuple((name, text) for name, text in json.loads(row[2]))
            self._header = LogHeader(row[0], row[1], terms, row[3], datetime.fromisoformat(row[4]))
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
    def header(self) -> LogHeader:
        """What the exercise is played from."""
        return self._header

    def append(self, entries: Sequence[LogEntry]) -> tuple[LogRecord, ...]:
        """Stores entries, all or none; see `EventLog.append`."""
        number, digest, rows, records = self._last_number, self._last_digest, [], []
        for entry in entries:
            number += 1
            record = LogRecord(number, self._now(), entry)
            digest = _digest(digest, record)
            rows.append((number, record.written_at.isoformat(), entry.kind, entry.body, entry.origin, digest))
            records.append(record)
        with _log_errors(self._path):
            self._write("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)", rows)
        # Only now: had the write failed, the next attempt must number and chain from what is really in the file.
        self._last_number, self._last_digest = number, digest
        return tuple(records)

    def put_metadata(self, name: str, text: str) -> None:
        """Stores a text under a name; see `EventLog.put_metadata`."""
        with _log_errors(self._path):
            self._write("INSERT OR REPLACE INTO aside VALUES (?, ?)", [(name, text)])

    def get_metadata(self, name: str) -> str:
        """The text stored under a name; see `EventLog.get_metadata`."""
        with _log_errors(self._path):
            row = self._connection.execute("SELECT text FROM aside WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def _write(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(statement, rows)
            self._connection.execute("COMMIT")
        except sqlite3.Error:
            # After some errors (a full disk, say) SQLite has rolled back by itself.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def records(self) -> tuple[LogRecord, ...]:
        """Every record, its digest verified; see `EventLog.records`."""
        with _log_errors(self._path):
            rows = self._connection.execute(
                "SELECT number, written_at, kind, body, origin, digest FROM events ORDER BY number"
            ).fetchall()
        records, digest = [], _header_digest(self._header)
        for expected, (number, written_at, kind, body, origin, stored_digest) in enumerate(rows, 1):
            try:
                record = LogRecord(number, datetime.fromisoformat(written_at), LogEntry(kind, body, origin))
                digest = _digest(digest, record)
            except (TypeError, ValueError):
                digest = b""
            if digest != stored_digest or number != expected:
                sentence = _("‘{path}’ is beschadigd: gebeurtenis {number} klopt niet meer.")
                raise LogError(sentence.format(path=self._path, number=expected))
            records.append(record)
        return tuple(records)

    def close(self) -> None:
        """Closes the file and releases its lock."""
        self._connection.close()
        if self._writes is not None:
            _written_here.discard(self._writes)

    def __enter__(self) -> "SqliteLog":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()


def create(path: Path, header: LogHeader, now: Callable[[], datetime] = _utc_now) -> SqliteLog:
    """A new log in a new file, open for writing.

    Raises:
        LogError: the file exists already, or cannot be created.
    """
    # SQLite would open a file that is there. Creating it exclusively first means that no session is ever overwritten,
    # also when two programs start in the same minute.
    try:
        path.open("xb").close()
    except FileExistsError:
        raise LogError(_("Het bestand ‘{path}’ bestaat al.").format(path=path)) from None
    except OSError as error:
        sentence = _("Het bestand ‘{path}’ kan niet worden gemaakt ({reason}).")
        raise LogError(sentence.format(path=path, reason=reason_of(error))) from error
    try:
        with _log_errors(path):
            connection = _connect(path, "rw")
            try:
                _create_tables(connection, header)
                return SqliteLog(path, connection, now, writes=True)
            except BaseException:
                connection.close()
                raise
    except LogError:
        with suppress(OSError):
            path.unlink()
        raise


def _create_tables(connection: sqlite3.Connection, header: LogHeader) -> None:
    _become_writer(connection)
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
    """The log in a file: to go on with it (`to_write`; nobody else can open it then), or only to read.

    Raises:
        LogError: the file is not there, not a session, of a newer version, damaged, or in use.
    """
    if path.resolve() in _written_here:
        raise LogError(_message_for(path, sqlite3.SQLITE_BUSY))
    _require_session_file(path)
    with _log_errors(path):
        connection = _connect_to_read_or_write(path, to_write=to_write)
    try:
        with _log_errors(path):
            _require_known_schema(path, connection)
            if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise sqlite3.DatabaseError
        return SqliteLog(path, connection, now, writes=to_write)
    except BaseException:
        connection.close()
        raise


def _require_session_file(path: Path) -> None:
    """Looks at the first bytes, so that each gets its own message; SQLite takes an empty file for an empty database."""
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


def _require_known_schema(path: Path, connection: sqlite3.Connection) -> None:
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
    """A reader too may have to write: what a program that died had begun (its journal) is rolled back first.

    Where the file cannot be written (a memory stick, an archive) a reader opens it read-only.
    """
    try:
        return _verified(_connect(path, "rw"), to_write=to_write)
    except sqlite3.OperationalError:
        if to_write:
            raise
        return _verified(_connect(path, "ro"), to_write=False)


def _verified(connection: sqlite3.Connection, *, to_write: bool) -> sqlite3.Connection:
    """The connection, once a transaction has shown that it works; a writer holds its lock from here on."""
    try:
        if to_write:
            _become_writer(connection)
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
    # No time-out: a lock is held for hours, so waiting for it is no use. No isolation level: every transaction is
    # begun and ended by a statement here, and none by Python.
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=0, isolation_level=None)


def _become_writer(connection: sqlite3.Connection) -> None:
    """Makes an append durable on return, also when the power fails in the room, and keeps others out.

    EXCLUSIVE: the lock of the first transaction is held until the file is closed. DELETE: everything is in the one
    file that people copy and mail; a write-ahead log would leave the latest events in a second file. EXTRA: in DELETE
    mode, removing the journal is what commits a transaction; SQLite then also syncs the folder, for otherwise a power
    cut could bring the journal back, and with it the state before an append that had already been acknowledged.
    """
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = EXTRA")


@contextmanager
def _log_errors(path: Path) -> Iterator[None]:
    """Turns SQLite's errors into LogErrors."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise LogError(_message_for(path, sqlite3.SQLITE_CORRUPT)) from error
    except sqlite3.Error as error:
        raise LogError(_message_for(path, getattr(error, "sqlite_errorcode", 0) & 0xFF)) from error


def _message_for(path: Path, code: int) -> str:
    messages = {
        sqlite3.SQLITE_BUSY: _(
            "‘{path}’ is al in gebruik: een andere oefenleider of een ander venster heeft deze sessie open."
        ),
        sqlite3.SQLITE_FULL: _("De schijf is vol; ‘{path}’ kan niet verder worden geschreven. Maak ruimte vrij."),
        sqlite3.SQLITE_READONLY: _("‘{path}’ mag niet worden beschreven; zet de sessie op een andere plek."),
        sqlite3.SQLITE_CANTOPEN: _("‘{path}’ kan niet worden geopend."),
        sqlite3.SQLITE_IOERR: _("De schijf geeft een fout bij ‘{path}’; zet de sessie op een andere plek."),
        sqlite3.SQLITE_NOTADB: _("‘{path}’ is geen sessie van oefening."),
    }
    return messages.get(code, _("‘{path}’ is beschadigd en kan niet worden gelezen.")).format(path=path)


def _header_fields(header: LogHeader) -> tuple[str, ...]:
    terms = json.dumps(header.municipality_terms, ensure_ascii=False)
    return header.script_name, header.script_text, terms, header.engine_version, header.created_at.isoformat()


def _header_digest(header: LogHeader) -> bytes:
    """The digest of the header; the chain of the records begins with it, so events are bound to their script."""
    return hashlib.sha256("\0".join(_header_fields(header)).encode()).digest()


def _digest(before: bytes, record: LogRecord) -> bytes:
    """The digest of a record, which follows the record with digest `before`."""
    entry = record.entry
    fields = (str(record.number), record.written_at.isoformat(), entry.kind, entry.body, entry.origin)
    return hashlib.sha256(before + "\0".join(fields).encode()).digest()
