"""How long commands take to start, as a ratio to importing what each cannot do without.

Run with: python -m tests.bench.start_up
"""

import subprocess
import sys
import time
from pathlib import Path

REPEATS = 15

MICRO = Path(__file__).parents[2] / "draaiboeken" / "micro-stroom.yaml"

PROGRAM = "import sys; from oefening.cli.main import run; run(sys.argv[1:])"


def seconds(code: str, *arguments: str) -> float:
    """The shortest of a few runs of a new process that runs this code."""
    took = []
    for _time in range(REPEATS):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-c", code, *arguments], stdout=subprocess.DEVNULL, check=True)
        took.append(time.perf_counter() - begin)
    return min(took)


def main() -> None:
    """Prints each ratio beside its goal."""
    bare, click = seconds("pass"), seconds("import click, rich.console")
    load, shown = seconds("import oefening.script.load"), seconds(PROGRAM, "--help")
    checked = seconds(PROGRAM, "controleer", str(MICRO))
    print(f"python alone                                   {bare:.3f} s")
    print(f"import click, rich.console                     {click:.3f} s")
    print(f"oefening --help                                {shown:.3f} s = {shown / click:.2f} times (goal: 3)")
    print(f"import oefening.script.load                    {load:.3f} s")
    print(f"oefening controleer on a micro script          {checked:.3f} s = {checked / load:.2f} times (goal: 3)")


if __name__ == "__main__":
    main()
