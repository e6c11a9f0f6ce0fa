"""The event log keeps what it was given, says what is wrong in one sentence, and has one writer at a time."""

import hashlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oefening.store.log import LogEntry, LogError, LogHeader
from oefening.store.sqlite_log import SqliteLog, create, open_log
from tests.support.examples import examples

HEADER = LogHeader(
    "proef.yaml",
    "formaat: 1\ntitel: Hoogwater é €\n",
    (("gemeente", "Buren"),),
    "0.1.0",
    datetime(2026, 11, 16, 7, 30, tzinfo=UTC),
)
ENTRIES = [LogEntry("TimePassed", f'{{"to":{number}}}') for number in range(40)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "Oefening #1 100% échte?vraag.oefening"


@pytest.fixture
def kept(path: Path) -> Path:
    """A closed log with all the entries."""
    with create(path, HEADER) as log:
        log.append(ENTRIES)
    return path


def sentence_of(path: Path, *, to_write: bool = True) -> str:
    """What is said when the file cannot be opened, without its folder."""
    with pytest.raises(LogError) as refusal, open_log(path, to_write=to_write) as log:
        log.records()
    return refusal.value.message.replace(str(path), path.name)


def _root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.lists(st.lists(st.builds(LogEntry, texts, texts, texts), max_size=4), max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(40))
def test_what_is_kept_comes_back(tmp_path: Path, batches: list[list[LogEntry]]) -> None:
    path = tmp_path / f"{uuid4()}.oefening"
    with create(path, HEADER) as log:
        records = [record for batch in batches for record in log.append(batch)]
    with open_log(path, to_write=False) as again:
        assert again.header == HEADER
        assert list(again.records()) == records
    assert [record.entry for record in records] == [entry for batch in batches for entry in batch]
    assert [record.number for record in records] == list(range(1, len(records) + 1))


def test_the_header_has_the_hash_of_the_script(kept: Path) -> None:
    with open_log(kept, to_write=False) as log:
        assert log.header.script_hash == hashlib.sha256(HEADER.script_text.encode()).hexdigest()


def test_a_log_that_was_closed_goes_on_where_it_was(kept: Path) -> None:
    with open_log(kept, to_write=True) as log:
        assert log.append([LogEntry("Later", "{}")])[0].number == len(ENTRIES) + 1
    with open_log(kept, to_write=False) as log:
        assert log.records()[-1].entry == LogEntry("Later", "{}")


def test_what_is_laid_aside_replaces_what_lay_there(kept: Path) -> None:
    with open_log(kept, to_write=True) as log:
        assert log.get_metadata("codes") == ""
        log.put_metadata("codes", "een")
        log.put_metadata("codes", "twee")
    with open_log(kept, to_write=False) as log:
        assert log.get_metadata("codes") == "twee"
        assert [record.entry for record in log.records()] == ENTRIES


def test_entries_carry_the_moment_they_were_written(path: Path) -> None:
    moment = datetime(2026, 11, 16, 9, 0, 1, 250, tzinfo=UTC)
    with create(path, HEADER, now=lambda: moment) as log:
        log.append(ENTRIES[:1])
        assert log.records()[0].written_at == moment


def test_an_existing_file_is_never_overwritten(kept: Path) -> None:
    before = kept.read_bytes()
    with pytest.raises(LogError, match="bestaat al"):
        create(kept, HEADER)
    assert kept.read_bytes() == before


WRITER = """
import sys
from pathlib import Path
from oefening.store.log import LogEntry
from oefening.store.sqlite_log import open_log
log = open_log(Path(sys.argv[1]), to_write=True)
print("open", flush=True)
number = 0
for _line in sys.stdin:
    pass
"""

EAGER_WRITER = """
import sys
from pathlib import Path
from oefening.store.log import LogEntry
from oefening.store.sqlite_log import open_log
log = open_log(Path(sys.argv[1]), to_write=True)
while True:
    print(log.append([LogEntry("Feit", "{}"), LogEntry("Feit", "{}")])[-1].number, flush=True)
"""


def started(code: str, path: Path) -> subprocess.Popen[str]:
    """Another process that has the log open."""
    command = [sys.executable, "-c", code, str(path)]
    return subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


@pytest.fixture
def other_leader(kept: Path) -> Iterator[subprocess.Popen[str]]:
    process = started(WRITER, kept)
    assert process.stdout
    assert process.stdout.readline() == "open\n"
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize("to_write", [True, False])
def test_a_second_leader_is_refused(kept: Path, other_leader: subprocess.Popen[str], to_write: bool) -> None:
    sentence = "‘{}’ is al in gebruik: een andere oefenleider of een ander venster heeft deze sessie open."
    assert sentence_of(kept, to_write=to_write) == sentence.format(kept.name)
    assert other_leader.poll() is None


@pytest.mark.parametrize("to_write", [True, False])
def test_a_look_by_the_leaders_own_program_lets_nobody_in(kept: Path, to_write: bool) -> None:
    with open_log(kept, to_write=True):
        with pytest.raises(LogError, match="al in gebruik"):
            open_log(kept, to_write=to_write)
        command = [sys.executable, "-c", WRITER, str(kept)]
        refused = subprocess.run(command, input="", capture_output=True, text=True, check=False)
    assert "al in gebruik" in refused.stderr
    with open_log(kept, to_write=True) as log:
        assert len(log.records()) == len(ENTRIES)


def test_a_leader_who_died_leaves_the_session_free(kept: Path, other_leader: subprocess.Popen[str]) -> None:
    other_leader.kill()
    other_leader.wait()
    with open_log(kept, to_write=True) as log:
        assert len(log.records()) == len(ENTRIES)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("seed", range(10))
def test_what_was_acknowledged_survives_a_kill(path: Path, seed: int) -> None:
    create(path, HEADER).close()
    process = started(EAGER_WRITER, path)
    assert process.stdout
    acknowledged = [int(process.stdout.readline()) for _time in range(random.Random(seed).randint(1, 60))]
    os.kill(process.pid, signal.SIGKILL)
    rest, _errors = process.communicate()
    acknowledged += [int(line) for line in rest.split("\n")[:-1]]
    with open_log(path, to_write=seed % 2 == 0) as log:
        numbers = [record.number for record in log.records()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= acknowledged[-1]
    assert len(numbers) % 2 == 0, "a pair of entries is kept whole or not at all"


def test_a_file_that_is_something_else(tmp_path: Path) -> None:
    text, database = tmp_path / "brief.oefening", tmp_path / "ander.oefening"
    text.write_text("Geachte raad, " * 100, encoding="utf-8")
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE t (a)")
    connection.close()
    assert sentence_of(text) == "‘brief.oefening’ is geen sessie van oefening."
    assert sentence_of(database, to_write=False) == "‘ander.oefening’ is geen sessie van oefening."


def test_a_file_that_is_not_there_is_empty_or_is_a_folder(tmp_path: Path) -> None:
    empty = tmp_path / "leeg.oefening"
    empty.touch()
    folder = tmp_path / "map.oefening"
    folder.mkdir()
    assert sentence_of(tmp_path / "weg.oefening") == "De sessie ‘weg.oefening’ is er niet."
    assert sentence_of(empty) == "‘leeg.oefening’ is leeg: het maken van deze sessie is nooit afgerond."
    assert "map.oefening" in sentence_of(folder)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LogError, match="kan niet worden gemaakt"):
        create(tmp_path / "weg" / "x.oefening", HEADER)


def change(path: Path, statement: str) -> None:
    """Changes the file behind the program's back."""
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_newer_file_is_left_alone(kept: Path) -> None:
    change(kept, "PRAGMA user_version = 3")
    expected = "‘{}’ is gemaakt met een nieuwere versie van oefening; werk het programma bij."
    assert sentence_of(kept) == expected.format(kept.name)


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("UPDATE events SET body = '{\"to\":99}' WHERE number = 7", 7),
        ("UPDATE events SET kind = 'ExerciseEnded' WHERE number = 40", 40),
        ("UPDATE events SET written_at = '2020-01-01T00:00:00+00:00' WHERE number = 3", 3),
        ("UPDATE events SET written_at = 'gisteren' WHERE number = 3", 3),
        ("DELETE FROM events WHERE number = 5", 5),
        ("UPDATE events SET number = 50 WHERE number = 40", 40),
    ],
)
def test_an_event_that_was_changed_is_named(kept: Path, statement: str, number: int) -> None:
    change(kept, statement)
    expected = f"‘{kept.name}’ is beschadigd: gebeurtenis {number} klopt niet meer."
    assert sentence_of(kept, to_write=False) == expected


def test_a_script_that_was_changed_is_noticed(kept: Path) -> None:
    change(kept, "UPDATE header SET script_text = 'formaat: 1'")
    assert sentence_of(kept) == f"‘{kept.name}’ is beschadigd: het draaiboek erin klopt niet meer."


@pytest.mark.parametrize("share", range(1, 20))
def test_a_file_that_was_cut_off_is_damaged(kept: Path, share: int) -> None:
    data = kept.read_bytes()
    kept.write_bytes(data[: len(data) * share // 20])
    assert kept.name in sentence_of(kept, to_write=share % 2 == 0)


def test_any_damaged_byte_is_noticed_or_harmless(kept: Path, tmp_path: Path) -> None:
    data = kept.read_bytes()
    with open_log(kept, to_write=False) as log:
        whole = log.records()
    noticed = 0
    for seed in range(150):
        chance = random.Random(seed)
        place = chance.randrange(len(data))
        broken = tmp_path / f"{seed}.oefening"
        broken.write_bytes(data[:place] + bytes([data[place] ^ chance.randint(1, 255)]) + data[place + 1 :])
        try:
            with open_log(broken, to_write=False) as log:
                assert log.records() == whole
                assert log.header == HEADER
        except LogError:
            noticed += 1
    assert noticed > 20


@pytest.mark.skipif(sys.platform == "win32" or _root(), reason="needs a user whom permissions hold back")
def test_a_file_that_may_not_be_written(kept: Path) -> None:
    kept.chmod(0o400)
    assert "mag niet worden beschreven" in sentence_of(kept)
    with open_log(kept, to_write=False) as log:
        assert len(log.records()) == len(ENTRIES)


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from oefening.store.log import LogEntry, LogError
from oefening.store.sqlite_log import open_log
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path = Path(sys.argv[1])
with open_log(path, to_write=True) as log:
    before = len(log.records())
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, resource.RLIM_INFINITY))
    try:
        log.append([LogEntry("Groot", "x" * 1_000_000)])
    except LogError as error:
        print(error.message)
    assert len(log.records()) == before
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(log.append([LogEntry("Klein", "x")])[0].number)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits on the size of files")
def test_a_full_disk_loses_nothing_and_can_be_tried_again(kept: Path) -> None:
    """A limit on the size of files stands in for the full disk: the writes really fail."""
    command = [sys.executable, "-c", FULL_DISK, str(kept)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    sentence, number = done.stdout.splitlines()
    assert "schijf" in sentence
    assert number == str(len(ENTRIES) + 1)


def test_a_file_moved_elsewhere_still_opens(kept: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elders" / "x.oefening"
    moved.parent.mkdir()
    shutil.move(kept, moved)
    with open_log(moved, to_write=True) as log:
        assert isinstance(log, SqliteLog)
        assert len(log.records()) == len(ENTRIES)
