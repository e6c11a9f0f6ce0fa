"""The wheel has everything: installed elsewhere, with nothing of the checkout near, the program plays."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

import oefening

ROOT = Path(oefening.__file__).parent.parent


@pytest.mark.long
def test_the_installed_wheel_plays_a_demo(tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    subprocess.run([sys.executable, "-m", "pip", "wheel", "--no-deps", "-w", str(wheels), str(ROOT)], check=True)
    (wheel,) = wheels.glob("oefening-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    shipped = {f"oefening/draaiboeken/{path.name}" for path in (ROOT / "draaiboeken").glob("*.yaml")}
    assert shipped
    shipped |= {path.relative_to(ROOT).as_posix() for path in (ROOT / "oefening" / "tui").rglob("*.tcss")}
    shipped |= {"oefening/debrief/templates/report.css"}
    shipped |= {"oefening/debrief/writers/report.schema.json", "oefening/cli/explore.schema.json"}
    assert shipped <= set(names)
    assert [name for name in names if name.endswith(".dist-info/licenses/LICENSE")]
    assert not [name for name in names if name.startswith(("tests/", "draaiboeken/"))]

    home = tmp_path / "elders"
    venv.create(home, with_pip=True)
    scripts = home / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([str(scripts / "pip"), "install", "--quiet", str(wheel)], check=True)
    settings = {**os.environ, "OEFENING_MAP": str(tmp_path / "map"), "PYTHONPATH": ""}
    done = subprocess.run([str(scripts / "oefening"), "demo", "--snel"], env=settings, cwd=tmp_path, check=True)
    assert done.returncode == 0
    assert len(list((tmp_path / "map").glob("*.html"))) == 1
    pages = "from oefening.browser.assets import static_files; print(sorted(static_files()))"
    read = subprocess.run([str(scripts / "python"), "-c", pages], cwd=tmp_path, capture_output=True, check=True)
    assert "pagina.js" in read.stdout.decode()
