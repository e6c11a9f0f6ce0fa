"""How many whole paths a second, at random, compared with what plays the same story elsewhere: inkjs, in node.

Run with: python -m tests.bench.rivals (needs node and npm; fetches inkjs into a folder that is gone afterwards)

ChoiceScript's random tester is no package that can be fetched like that; it is not measured here.
"""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from oefening.engine.apply_event import apply_event
from oefening.engine.commands import Command, Decide, End, PassTime, Start
from oefening.engine.compiled_script import compile_script
from oefening.engine.handle_command import Refusal, handle_command
from oefening.engine.state import State
from oefening.explore.dependencies import ScriptAnalysis
from oefening.explore.search import Sample, explore_cone
from oefening.script.model import Script
from oefening.script.units import Minutes
from tests.bench.stories import story

POINTS, OPTIONS, INDICATORS = 12, 3, 4
PATHS, BY_ENGINE, BY_INK = 20_000, 50, 2_000

PLAYER = """
const { Compiler } = require("inkjs/full");
const story = new Compiler(require("fs").readFileSync("story.ink", "utf8")).Compile();
const paths = Number(process.argv[2]);
function play() {
  story.ResetState();
  while (true) {
    while (story.canContinue) story.Continue();
    if (!story.currentChoices.length) return;
    story.ChooseChoiceIndex(Math.floor(Math.random() * story.currentChoices.length));
  }
}
for (let path = 0; path < paths / 10; path++) play();
const begin = process.hrtime.bigint();
for (let path = 0; path < paths; path++) play();
const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
console.log(JSON.stringify({ seconds, levels: story.variablesState["i0"] }));
"""


def ink(script: Script) -> Iterator[str]:
    """The story for ink: the same questions, each option and not deciding, the same changes kept within bounds."""
    for indicator in script.indicators:
        yield f"VAR {indicator.id} = {indicator.start}"
    yield "-> p0"
    for number, inject in enumerate(script.injects):
        onward = f"-> p{number + 1}" if number + 1 < len(script.injects) else "-> END"
        yield f"=== {inject.id} ==="
        yield inject.text
        assert inject.point is not None
        for option in inject.point.options:
            yield f"+ [{option.text}]"
            for effect in option.effects:
                bounds = next(each for each in script.indicators if each.id == effect.indicator)
                moved = f"MIN(MAX({effect.indicator} + {effect.change}, {bounds.minimum}), {bounds.maximum})"
                yield f"  ~ {effect.indicator} = {moved.replace('+ -', '- ')}"
            yield f"  {onward}"
        yield f"+ [Geen besluit.]\n  {onward}"


def by_ink(script: Script) -> float | str:
    """Paths a second in inkjs; why not, where it cannot be had."""
    if not (shutil.which("node") and shutil.which("npm")):
        return "no node and npm here"
    with TemporaryDirectory() as folder:
        fetched = subprocess.run(["npm", "install", "--silent", "inkjs"], cwd=folder, capture_output=True, check=False)
        if fetched.returncode:
            return "npm cannot fetch it here"
        Path(folder, "story.ink").write_text("\n".join(ink(script)), encoding="utf-8")
        Path(folder, "play.js").write_text(PLAYER, encoding="utf-8")
        command = ["node", "play.js", str(BY_INK)]
        played = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
        return float(BY_INK / json.loads(played.stdout)["seconds"])


def by_exploring(analysis: ScriptAnalysis) -> float:
    """Paths a second through exploring: all in step, what they share computed once."""
    cone = analysis.cone(goals=range(len(analysis.compiled.script.goals)), points=analysis.candidates)
    begin = time.perf_counter()
    explore_cone(analysis, cone, sample=Sample(PATHS, Random(1).randrange))
    return PATHS / (time.perf_counter() - begin)


def by_engine(analysis: ScriptAnalysis) -> float:
    """Paths a second through the engine itself, one by one, as an exercise is played."""
    random, compiled = Random(1), analysis.compiled
    begin = time.perf_counter()
    for _path in range(BY_ENGINE):
        state = State()
        commands: list[Command] = [Start(("een",))]
        for index, inject in enumerate(compiled.script.injects):
            candidate = random.choice((None, *analysis.candidates[index]))
            assert inject.point is not None
            assert inject.at_minute is not None
            commands.append(PassTime(Minutes(inject.at_minute + inject.point.deadline // 2)))
            if candidate is not None and candidate.answer is not None:
                commands.append(Decide(0, inject.point_id, candidate.answer, "daarom"))
        for command in (*commands, PassTime(analysis.end_of_play), End()):
            granted = handle_command(compiled, state, command)
            assert not isinstance(granted, Refusal), granted.message
            for event in granted:
                state = apply_event(compiled, state, event)
    return BY_ENGINE / (time.perf_counter() - begin)


def main() -> None:
    """Prints paths a second of each, and how that compares."""
    script = story(POINTS, OPTIONS, INDICATORS, goals=INDICATORS)
    analysis = ScriptAnalysis(compile_script(script))
    rival = by_ink(script)
    rows = {"exploring, many at once": by_exploring(analysis), "the engine, one by one": by_engine(analysis)}
    for name, speed in rows.items():
        beside = "" if isinstance(rival, str) else f"  {speed / rival:6.1f} x inkjs"
        print(f"{name:24} {speed:10,.0f} a second{beside}")
    print(f"{'inkjs':24} {rival:>10,.0f} a second" if isinstance(rival, float) else f"inkjs: not measured, {rival}")
    print("ChoiceScript: not measured, it cannot be fetched as a package")


main()
