"""What people at the screens rely on: secrets kept, drafts kept, steps taken back, problems told."""

import asyncio
import shutil
from pathlib import Path

import pytest
from textual.widgets import MarkdownViewer, Static, TextArea

from oefening.engine.answers import Choice
from oefening.engine.commands import Decide, PassTime, Resume, Start
from oefening.engine.events import ImprovementNoted
from oefening.script.units import Minutes
from oefening.session.exercise import LiveExercise
from oefening.session.pin import pin_digest
from oefening.session.workspace import WorkspaceError
from oefening.store.log import LogError
from oefening.tui.dialogs.confirm import Confirm
from oefening.tui.dialogs.help import Help
from oefening.tui.dialogs.tour import Tour
from oefening.tui.leader_app import LeaderApp, StartOptions
from oefening.tui.screens.audience import AudienceScreen
from oefening.tui.screens.debrief import DebriefScreen
from oefening.tui.screens.decision import DecisionScreen
from oefening.tui.screens.handover import HandOver
from oefening.tui.screens.leader import LeaderScreen
from oefening.tui.screens.report import ReportScreen
from oefening.tui.screens.setup import SetupScreen
from oefening.tui.screens.start import StartScreen
from oefening.tui.screens.team import TeamScreen
from tests.support import SMALL_SCRIPT
from tests.support.pilot import Watch, desk_in, leader, press, room_of, screen_text, sit_down, write
from tests.support.seats import asked


def begun(folder: Path, minutes: int = 0, **settings: object) -> tuple[LeaderApp, LiveExercise]:
    """An exercise at a minute, and its app."""
    workspace = desk_in(folder, Watch())
    exercise = room_of(workspace, SMALL_SCRIPT, **settings)  # type: ignore[arg-type]
    if minutes:
        seat = exercise.leader_seat(0)
        assert not asked(seat, Resume())
        assert not asked(seat, PassTime(Minutes(minutes)))
    return LeaderApp(workspace, exercise=exercise), exercise


async def test_the_clock_stands_still_until_the_leader_lets_it_run(tmp_path: Path) -> None:
    watch = Watch()
    workspace = desk_in(tmp_path, watch)
    app = LeaderApp(workspace, exercise=room_of(workspace, SMALL_SCRIPT))
    async with app.run_test() as pilot:
        watch.now += 9
        app.tick()
        assert leader(pilot).view.clock.minute == 0
        await press(pilot, "space")
        for _second in range(9):
            watch.now += 5
            app.tick()
        assert leader(pilot).view.clock.minute == 6


async def test_the_leaders_screen_asks_for_the_pin(tmp_path: Path) -> None:
    app, _exercise = begun(tmp_path, pin=pin_digest("2468"))
    async with app.run_test() as pilot:
        await sit_down(pilot, 1)
        await press(pilot, "t", "enter", "enter")
        await write(pilot, "1111")
        await press(pilot, "enter")
        assert isinstance(app.screen, HandOver)
        await press(pilot, "enter")
        await write(pilot, "2468")
        await press(pilot, "enter")
        assert isinstance(app.screen, LeaderScreen)


async def test_between_two_teams_nothing_can_be_read(tmp_path: Path) -> None:
    app, _exercise = begun(tmp_path, 30)
    async with app.run_test() as pilot:
        await sit_down(pilot, 1)
        assert "#geenwater" in screen_text(app)
        await press(pilot, "t", "down", "down", "enter")
        assert isinstance(app.screen, HandOver)
        assert "geenwater" not in screen_text(app)
        await press(pilot, "enter")
        assert "geenwater" not in screen_text(app)


async def test_what_the_leader_was_told_is_gone_when_a_team_sits_down(tmp_path: Path) -> None:
    app, _exercise = begun(tmp_path)
    async with app.run_test() as pilot:
        await press(pilot, "n")
        assert len(app._notifications) == 1
        await press(pilot, "t", "down", "down", "enter")
        assert len(app._notifications) == 0
        assert "Leiding gebroken" not in screen_text(app)


async def test_a_click_goes_to_a_pane(tmp_path: Path) -> None:
    app, _exercise = begun(tmp_path, 30)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click("#panes", offset=(35, 0))
        await pilot.pause()
        assert leader(pilot).current_pane == 2
        assert "Inwoners met drinkwater" in screen_text(app)


async def test_a_full_disk_is_told_and_the_answer_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app, exercise = begun(tmp_path)
    async with app.run_test() as pilot:
        await sit_down(pilot, 1)
        await press(pilot, "e")
        await write(pilot, "wij blijven")

        def full(_entries: object) -> None:
            raise LogError("Op de schijf is geen plaats meer.")

        with monkeypatch.context() as patched:
            patched.setattr(exercise._session._log, "append", full)
            await press(pilot, "ctrl+s")
            assert [notice.message for notice in app._notifications] == ["Op de schijf is geen plaats meer."]
            assert app.screen.query_one("#text", TextArea).text == "wij blijven"
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, TeamScreen)
        assert [own.text for own in app.screen.view.own_decisions] == ["wij blijven"]


async def test_an_answer_that_was_begun_is_there_after_leaving(tmp_path: Path) -> None:
    app, _exercise = begun(tmp_path, 6)
    async with app.run_test() as pilot:
        await sit_down(pilot, 1)
        await press(pilot, "d", "down", "space", "tab")
        await write(pilot, "omdat")
        await press(pilot, "escape")
        await sit_down(pilot, 0)
        await sit_down(pilot, 1)
        await press(pilot, "d")
        form = app.screen
        assert isinstance(form, DecisionScreen)
        assert form.query_one("#reasons", TextArea).text == "omdat"
        assert form._field.answer == Choice("wacht")


async def test_a_decision_without_the_reasons_it_needs_is_refused_and_stays(tmp_path: Path) -> None:
    app, _exercise = begun(tmp_path, 6)
    async with app.run_test() as pilot:
        await sit_down(pilot, 1)
        await press(pilot, "d", "space", "ctrl+s")
        assert isinstance(app.screen, DecisionScreen)
        await press(pilot, "tab")
        await write(pilot, "nodig")
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, TeamScreen)


async def test_a_deadline_that_passes_shuts_the_form(tmp_path: Path) -> None:
    app, exercise = begun(tmp_path, 6)
    async with app.run_test() as pilot:
        await sit_down(pilot, 1)
        await press(pilot, "d", "space", "tab")
        await write(pilot, "nodig")
        assert not asked(exercise.leader_seat(0), PassTime(Minutes(40)))
        app.tick()
        await pilot.pause()
        assert "kan niet meer veranderen" in screen_text(app)
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, DecisionScreen)


async def test_what_the_leader_did_can_be_taken_back(tmp_path: Path) -> None:
    app, _exercise = begun(tmp_path, 10)
    async with app.run_test() as pilot:
        await press(pilot, "down", "x")
        assert leader(pilot).view.injects[1].status == "overgeslagen"
        await press(pilot, "u")
        assert leader(pilot).view.injects[1].status == "wacht"
        await press(pilot, "v")
        assert leader(pilot).view.injects[1].status == "vastgehouden"
        await press(pilot, "v")
        assert leader(pilot).view.injects[1].status == "wacht"
        await press(pilot, "g")
        await write(pilot, "water -20")
        await press(pilot, "ctrl+s")
        assert leader(pilot).view.levels[0].level == "20%"
        await press(pilot, "u", "u")
        assert leader(pilot).view.levels[0].level == "40%"
        assert leader(pilot).view.undo is None


async def test_effects_that_cannot_be_read_are_told_with_the_name_that_was_meant(tmp_path: Path) -> None:
    app, _exercise = begun(tmp_path)
    async with app.run_test() as pilot:
        await press(pilot, "g")
        await write(pilot, "watr -20")
        await press(pilot, "ctrl+s")
        await pilot.pause()
        assert "Bedoelde u ‘water’?" in str([n.message for n in app._notifications])
        assert leader_is_covered(app)


def leader_is_covered(app: LeaderApp) -> bool:
    """Whether a window lies over the leader's screen."""
    return not isinstance(app.screen, LeaderScreen)


async def test_a_jump_and_the_end_are_asked_twice(tmp_path: Path) -> None:
    app, _exercise = begun(tmp_path)
    async with app.run_test() as pilot:
        await press(pilot, "j", "enter")
        assert isinstance(app.screen, Confirm)
        await press(pilot, "n")
        assert leader(pilot).view.clock.minute == 0
        await press(pilot, "j", "enter", "j")
        assert leader(pilot).view.clock.minute == 24 * 60
        await press(pilot, "e", "escape")
        assert not leader(pilot).view.clock.ended
        await press(pilot, "e", "j")
        assert isinstance(app.screen, DebriefScreen)


async def test_the_report_is_read_and_written_from_the_closing_screen(tmp_path: Path) -> None:
    app, exercise = begun(tmp_path, 6)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "e", "j", "l")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, ReportScreen)
        contents = app.screen.query_one(MarkdownViewer).document._table_of_contents or ()
        headings = [heading for _level, heading, _id in contents]
        assert "Voor het bestuur" in headings
        await press(pilot, "escape", "r")
        await app.workers.wait_for_complete()
        assert app.report == exercise.path.with_suffix(".html")
        assert exercise.path.with_suffix(".pdf").read_bytes().startswith(b"%PDF")


async def test_an_improvement_says_which_goal_it_serves(tmp_path: Path) -> None:
    app, exercise = begun(tmp_path, 6)
    async with app.run_test() as pilot:
        await press(pilot, "e", "j", "v")
        await write(pilot, "bel eerder")
        await press(pilot, "tab", "tab", "tab", "enter", "down", "enter", "ctrl+s")
        goal = exercise.debrief_seat(0).current_view().outcomes[0]
        noted = [event for event in exercise._session.events if isinstance(event, ImprovementNoted)]
        assert [(event.text, event.goal) for event in noted] == [("bel eerder", goal.goal)]


async def test_the_leader_answers_a_call_with_what_was_prepared(tmp_path: Path) -> None:
    app, exercise = begun(tmp_path, 6)
    async with app.run_test() as pilot:
        await sit_down(pilot, 1)
        await press(pilot, "c", "down", "enter")
        await write(pilot, "hoe lang")
        await press(pilot, "ctrl+s")
        await sit_down(pilot, 0)
        assert [call.text for call in leader(pilot).view.unanswered] == ["hoe lang"]
        await press(pilot, "b", "down", "enter", "ctrl+s")
        assert leader(pilot).view.unanswered == ()
        messages = exercise.team_seat(0, "beleid").current_view().messages
        assert messages[-1].text == "Wij zoeken de breuk nog."


async def test_the_leader_decides_for_a_team_that_is_absent(tmp_path: Path) -> None:
    app, _exercise = begun(tmp_path, 6, teams=("zorg",))
    async with app.run_test() as pilot:
        await press(pilot, "a", "enter", "space", "tab")
        await write(pilot, "nodig")
        await press(pilot, "ctrl+s")
        assert leader(pilot).view.teams[0].points[0].decided


async def test_worlds_are_apart(tmp_path: Path) -> None:
    app, exercise = begun(tmp_path, 6, worlds=("noord", "zuid"))
    assert not asked(exercise.leader_seat(0), Decide(0, "eerste", Choice("open"), "nodig"))
    async with app.run_test() as pilot:
        assert leader(pilot).view.teams[0].points[0].decided
        await press(pilot, "d", "down", "enter")
        assert leader(pilot).view.world == "zuid"
        assert not leader(pilot).view.teams[0].points[0].decided


async def test_the_room_sees_only_what_was_public(tmp_path: Path) -> None:
    app, _exercise = begun(tmp_path, 30)
    async with app.run_test(size=(120, 36)) as pilot:
        await sit_down(pilot, 4)
        assert isinstance(app.screen, AudienceScreen)
        shown = screen_text(app)
        assert "Kook uw drinkwater" in shown
        assert "Inwoners met drinkwater" in shown
        assert "Leiding gebroken" not in shown
        assert "Uitgeruste" not in shown


async def test_help_tells_every_key_and_a_tour_comes_once(tmp_path: Path) -> None:
    workspace = desk_in(tmp_path, Watch(), tours_seen=False)
    app = LeaderApp(workspace, exercise=room_of(workspace, SMALL_SCRIPT))
    async with app.run_test(size=(120, 50)) as pilot:
        assert isinstance(app.screen, Tour)
        await press(pilot, *("enter",) * 5)
        assert isinstance(app.screen, LeaderScreen)
        await press(pilot, "question_mark")
        assert isinstance(app.screen, Help)
        for words in ("Laat de klok lopen", "Sla de gekozen inject over", "Beantwoord een vraag"):
            assert words in screen_text(app)
        await press(pilot, "escape")
        await sit_down(pilot, 1)
        assert isinstance(app.screen, Tour)
        await press(pilot, "escape")
        await sit_down(pilot, 0)
        assert isinstance(app.screen, LeaderScreen)


async def test_the_palette_is_dutch_and_does_what_it_says(tmp_path: Path) -> None:
    app, _exercise = begun(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "ctrl+p")
        await write(pilot, "licht")
        await pilot.pause(0.5)
        await press(pilot, "enter")
        await pilot.pause()
        assert app.theme == "licht"
        assert app.workspace.settings.get("kleuren") == "licht"


async def test_an_interrupted_exercise_goes_on_where_it_was(tmp_path: Path) -> None:
    app, _exercise = begun(tmp_path, 30)
    async with app.run_test() as pilot:
        await press(pilot, "ctrl+q")
        assert isinstance(app.screen, Confirm)
        await press(pilot, "j")
    again = LeaderApp(desk_in(tmp_path, Watch()))
    async with again.run_test() as pilot:
        await pilot.pause()
        assert isinstance(again.screen, StartScreen)
        await press(pilot, "enter")
        assert leader(pilot).view.clock.minute == 30
        assert not leader(pilot).view.clock.running


async def test_a_second_leader_is_refused_in_a_sentence(tmp_path: Path) -> None:
    app, exercise = begun(tmp_path)
    async with app.run_test():
        other = LeaderApp(desk_in(tmp_path, Watch()), StartOptions(session=exercise.path))
        async with other.run_test() as pilot, asyncio.timeout(20):
            while not len(other._notifications):
                await pilot.pause(0.02)
            assert isinstance(other.screen, StartScreen)
            assert len(other._notifications) == 1


async def test_a_script_with_a_problem_is_shown_and_checked_again(tmp_path: Path) -> None:
    library = tmp_path / "draaiboeken"
    library.mkdir()
    good = SMALL_SCRIPT.read_text(encoding="utf-8")
    (library / "mijn.yaml").write_text(good.replace("soort: verdeling", "soort: verdeeling"), encoding="utf-8")
    app = LeaderApp(desk_in(tmp_path, library=library))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "verdeeling" in str(app.screen.query_one("#details", Static).render())
        await press(pilot, "enter")
        assert isinstance(app.screen, StartScreen)
        (library / "mijn.yaml").write_text(good, encoding="utf-8")
        await press(pilot, "f5")
        await pilot.app.workers.wait_for_complete()
        await press(pilot, "enter")
        assert isinstance(app.screen, SetupScreen)


async def test_the_form_before_the_start_sets_teams_worlds_tempo_and_pin(tmp_path: Path) -> None:
    workspace = desk_in(tmp_path, Watch())
    app = LeaderApp(workspace, StartOptions(workspace.read(SMALL_SCRIPT)))
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "shift+tab", "shift+tab", "shift+tab", "shift+tab", "space", "tab", "backspace")
        await write(pilot, "20")
        await press(pilot, "tab", "backspace")
        await write(pilot, "2")
        await press(pilot, "tab")
        await write(pilot, "99")
        await press(pilot, "ctrl+s")
        view = leader(pilot).view
        assert [team.taking_part for team in view.teams] == [False, True]
        assert (view.clock.tempo, len(view.worlds), view.has_pin) == (20, 2, True)


async def test_an_empty_library_says_what_to_do(tmp_path: Path) -> None:
    empty = tmp_path / "leeg"
    empty.mkdir()
    app = LeaderApp(desk_in(tmp_path, library=empty))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert "Ctrl+O" in str(app.screen.query_one("#details", Static).render())


async def test_typing_searches_the_scripts(tmp_path: Path) -> None:
    library = tmp_path / "draaiboeken"
    library.mkdir()
    shutil.copy(SMALL_SCRIPT, library / "a.yaml")
    (library / "b.yaml").write_text(
        SMALL_SCRIPT.read_text(encoding="utf-8").replace("Drinkwater weg in drie kernen", "Brug dicht"),
        encoding="utf-8",
    )
    app = LeaderApp(desk_in(tmp_path, library=library))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.app.workers.wait_for_complete()
        await write(pilot, "brug")
        assert "Drinkwater weg" not in screen_text(app)
        assert "Brug dicht" in screen_text(app)


def test_a_start_of_teams_that_do_not_exist_leaves_no_file(tmp_path: Path) -> None:
    workspace = desk_in(tmp_path)
    with pytest.raises(WorkspaceError, match="spook"):
        workspace.start(workspace.read(SMALL_SCRIPT), Start(("een",), teams=("spook",)))
    assert list(tmp_path.glob("*.oefening")) == []
