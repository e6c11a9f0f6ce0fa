"""Every call is answered in Dutch: with what was asked, or with one sentence about what is wrong."""

import json
from pathlib import Path

import pytest

from oefening.cli.main import program
from oefening.session.script_files import library_folder
from tests.support.run_command import called, called_in_a_process

GOOD = library_folder() / "cyberaanval.yaml"


def said(folder: Path, *arguments: str) -> tuple[int, str]:
    """The exit code and what is said on the error stream, on one line."""
    outcome = called(folder, *arguments)
    assert "Traceback" not in outcome.err
    return outcome.code, " ".join(outcome.err.split())


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("dmeo",), 2, "Het commando ‘dmeo’ bestaat niet. Bedoelde u ‘demo’?"),
        (("demo", "--snell"), 2, "De optie ‘--snell’ bestaat niet. Bedoelde u ‘--snel’?"),
        (("demo", "kabelsabotaje"), 2, "Het draaiboek ‘kabelsabotaje’ is er niet. Bedoelde u ‘kabelsabotage’?"),
        (
            ("demo", "--zaad", "-3"),
            2,
            "De waarde voor --zaad klopt niet: geef een heel getal van 0 tot en met 2147483647.",
        ),
        (("demo", "--zaad"), 2, "De optie ‘--zaad’ hoort een waarde te krijgen."),
        (("demo", "a", "b"), 2, "Deze aanroep klopt niet: er staat te veel of iets onbekends."),
        (("controleer",), 2, "Er ontbreekt iets; noem ook PAD."),
        (("controleer", "weg.yaml"), 2, "Het bestand ‘weg.yaml’ is er niet."),
        (("verslag", "weg"), 2, "De sessie ‘weg’ is er niet."),
        (("leid", "kabelsabotage"), 2, "Dit werkt alleen in een terminal waarin u kunt typen."),
        (("team", "192.168.1.20"), 2, "Dit werkt alleen in een terminal waarin u kunt typen."),
        (
            ("team", "dat ene adres"),
            2,
            "‘dat ene adres’ is geen adres; typ wat op het scherm van de oefenleider staat, zoals 192.168.1.20.",
        ),
        (
            ("team", "192.168.1.20", "--code", "K7F3"),
            2,
            "‘K7F3’ is geen code; een code heeft twaalf tekens, zoals K7F3-QM2P-9XYT.",
        ),
        (("web",), 2, "Er ontbreekt iets; noem ook ADRES."),
        (
            ("web", "192.168.1.20", "--poort", "0"),
            2,
            "De waarde voor --poort klopt niet: geef een heel getal van 1 tot en met 65535.",
        ),
    ],
)
def test_a_wrong_call_is_explained(tmp_path: Path, arguments: tuple[str, ...], code: int, sentence: str) -> None:
    assert said(tmp_path, *arguments) == (code, sentence)


def test_without_sessions_it_says_how_to_get_one(tmp_path: Path) -> None:
    folder = tmp_path / "leeg"
    for command in ("verslag", "hervat"):
        code, sentence = said(folder, command)
        assert code == 1
        assert sentence.endswith("speel er een met: oefening demo")


def test_a_file_that_is_no_session(tmp_path: Path) -> None:
    (tmp_path / "brief.oefening").write_text("Geachte raad, hierbij de notulen.", encoding="utf-8")
    code, sentence = said(tmp_path, "verslag", "brief")
    assert code == 1
    assert sentence.endswith("brief.oefening’ is geen sessie van oefening.")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "bestand").touch()
    code, sentence = said(tmp_path / "bestand" / "map", "demo", "--snel")
    assert code == 1
    assert sentence.endswith("kies een andere met OEFENING_MAP.")


@pytest.mark.parametrize("name", [None, *program.commands])
def test_every_command_explains_itself_with_an_example(tmp_path: Path, name: str | None) -> None:
    arguments = (name, "--help") if name else ("--help",)
    outcome = called(tmp_path, *arguments)
    assert outcome.code == 0
    assert outcome.out.startswith("Gebruik: oefening")
    assert "Voorbeelden:\n  oefening" in outcome.out
    for english in ("Usage", "Options", "Show this", "COMMAND ", "ARGS"):
        assert english not in outcome.out


def test_without_a_command_the_help_is_shown(tmp_path: Path) -> None:
    assert called(tmp_path).out == called(tmp_path, "--help").out


def test_the_library_is_listed(tmp_path: Path) -> None:
    out = called(tmp_path, "lijst").out
    assert "Kabelsabotage op de Noordzee" in out
    assert "6 continuïteitsdoelen" in " ".join(out.split())


def test_a_good_script_is_said_to_be_in_order(tmp_path: Path) -> None:
    outcome = called(tmp_path, "controleer", str(GOOD))
    assert outcome.code == 0
    assert outcome.out == f"{GOOD}: in orde (28 injects, 13 beslispunten)\n"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A folder with a good script and one with two problems."""
    folder = tmp_path / "draaiboeken"
    (folder / "oud").mkdir(parents=True)
    text = GOOD.read_text(encoding="utf-8")
    (folder / "goed.yaml").write_text(text, encoding="utf-8")
    text = text.replace("niveau: gevorderd", "niveau: gevorded").replace("tempo: ", "temp: ", 1)
    (folder / "oud" / "stuk.yml").write_text(text, encoding="utf-8")
    return folder


def test_a_folder_is_checked_whole(tmp_path: Path, broken: Path) -> None:
    outcome = called(tmp_path, "controleer", str(broken))
    assert outcome.code == 1
    assert "‘gevorded’ kan hier niet. Kies uit: kennismaking, gevorderd, expert." in outcome.out
    assert "De sleutel ‘temp’ bestaat hier niet. Bedoelde u ‘tempo’?" in outcome.out
    assert "goed.yaml: in orde" in outcome.out
    assert outcome.out.endswith("3 problemen gevonden.\n")


def test_tools_get_the_problems_as_json(tmp_path: Path, broken: Path) -> None:
    outcome = called(tmp_path, "controleer", "--json", str(broken))
    rows = json.loads(outcome.out)
    assert outcome.code == 1
    assert [row["soort"] for row in rows] == ["ontbreekt", "keuze", "onbekende-sleutel"]
    line = (broken / "oud" / "stuk.yml").read_text(encoding="utf-8").split("\n")[rows[1]["regel"] - 1]
    assert line[rows[1]["kolom"] - 1 : rows[1]["eindkolom"] - 1] == "gevorded"
    assert set(rows[0]) == {"bestand", "regel", "kolom", "eindkolom", "soort", "melding"}


def test_a_broken_script_is_not_played(tmp_path: Path, broken: Path) -> None:
    code, sentence = said(tmp_path, "demo", str(broken / "oud" / "stuk.yml"))
    assert code == 1
    assert sentence.endswith("3 problemen gevonden.")


def test_a_file_in_another_encoding_is_said_to_be_so(tmp_path: Path) -> None:
    path = tmp_path / "oud.yaml"
    path.write_bytes("formaat: 1\ntitel: Hoogwater in Beneden-Leeuwé\n".encode("cp1252"))
    outcome = called(tmp_path, "controleer", str(path))
    assert outcome.code == 1
    assert outcome.out.startswith(f"{path}:2:34: Dit bestand is geen gewone tekst (UTF-8)")


def test_an_old_terminal_shows_what_it_can(tmp_path: Path) -> None:
    outcome = called_in_a_process(tmp_path, "demo", "micro-stroom", "--snel", PYTHONIOENCODING="ascii")
    assert outcome.code == 0
    assert "Continu?teitsdoelen" in outcome.out


@pytest.mark.parametrize("arguments", [("speel", "kabelsabotage"), ("speel", "kabelsabotag")])
def test_playing_needs_a_terminal_and_a_script(arguments: tuple[str, ...], tmp_path: Path) -> None:
    outcome = called(tmp_path, *arguments)
    assert outcome.code == 2
    assert outcome.out == ""
    near = "Bedoelde u ‘kabelsabotage’?" if arguments[1] == "kabelsabotag" else "alleen in een terminal"
    assert near in outcome.err
    assert list(tmp_path.iterdir()) == []
