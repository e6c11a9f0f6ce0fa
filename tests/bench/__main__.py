"""Speed and memory of the core, as ratios within one run, so that the machine does not matter.

Run with: python -m tests.bench
"""

import time
import tracemalloc
from collections.abc import Callable, Sequence

import yaml

from oefening.debrief.rating import rate
from oefening.engine.apply_event import apply_event, fold
from oefening.engine.commands import Command, PassTime, Start
from oefening.engine.compiled_script import CompiledScript, compile_script
from oefening.engine.events import Event
from oefening.engine.handle_command import Refusal, handle_command
from oefening.engine.state import State
from oefening.script.diagnostics import Source
from oefening.script.load import load
from oefening.script.model import Script
from oefening.script.units import Minutes
from oefening.session.script_files import library_folder, load_script_file

REPEATS = 7
DAYS = 5


def seconds(work: Callable[[], object]) -> float:
    """The shortest of a few runs, in processor time."""
    took = []
    for _time in range(REPEATS):
        begin = time.process_time()
        work()
        took.append(time.process_time() - begin)
    return min(took)


def played(compiled: CompiledScript, commands: Sequence[Command]) -> list[Event]:
    """The events of an exercise in which nobody decides."""
    state, events = State(), list[Event]()
    for command in commands:
        answer = handle_command(compiled, state, command)
        assert not isinstance(answer, Refusal)
        for event in answer:
            state = apply_event(compiled, state, event)
        events += answer
    return events


def main() -> None:
    """Prints each ratio with what it means."""
    source, script = load_script_file(library_folder() / "kabelsabotage.yaml")
    assert isinstance(script, Script)
    compiled = compile_script(script)
    end = DAYS * 24 * 60
    leap: list[Command] = [Start(("een",)), PassTime(Minutes(end))]
    steps: list[Command] = [Start(("een",)), *(PassTime(Minutes(minute)) for minute in range(1, end + 1))]
    worlds: list[Command] = [Start(tuple("abcd")), PassTime(Minutes(end))]
    events, many = played(compiled, leap), played(compiled, steps)

    parsing = seconds(lambda: yaml.load(source.text, Loader=yaml.CSafeLoader))
    loading = seconds(lambda: load(Source(source.name, source.text)))
    leaping = seconds(lambda: played(compiled, leap))
    print(f"load and check a script : {loading / parsing:6.1f} x  parsing its YAML alone")
    print(f"{end} steps of a minute : {seconds(lambda: played(compiled, steps)) / leaping:6.1f} x  one leap")
    print(f"four worlds             : {seconds(lambda: played(compiled, worlds)) / leaping:6.1f} x  one world")
    print(f"fold the events         : {seconds(lambda: fold(compiled, events)) / leaping:6.2f} x  deciding them")
    print(f"rate the exercise       : {seconds(lambda: rate(compiled, events)) / leaping:6.2f} x  playing it")
    growth = _memory(compiled, many) / _memory(compiled, events)
    print(f"memory of the state     : {growth:6.2f} x  with {len(many) / len(events):.0f} x the events")


def _memory(compiled: CompiledScript, events: list[Event]) -> int:
    """Bytes that the last state holds."""
    tracemalloc.start()
    state = fold(compiled, events)
    size, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert state.started
    return size


main()
