"""A whole way through: the leader's program opens an exercise, someone joins in a real browser, reads and decides.

Needs Chromium with its driver; where they are not there, the tests are skipped.
"""

import asyncio
import hashlib
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
from selenium.webdriver import Keys
from selenium.webdriver.common.by import By
from textual.pilot import Pilot

from oefening.engine.commands import PassTime, Resume, SendMessage
from oefening.script.units import Minutes
from oefening.session.seat_id import Role, SeatId
from oefening.tui.leader_app import LeaderApp
from tests.browser.test_page import CHROMIUM, DRIVER, Page, chromium
from tests.browser.test_page import until as wait_for
from tests.support import SMALL_SCRIPT
from tests.support.pilot import Watch, desk_in, press, room_of, screen_text
from tests.support.seats import asked

BELEID = SeatId(Role.TEAM, 0, "beleid")
PATIENCE = 60

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(None in (CHROMIUM, DRIVER), reason="needs chromium and chromedriver"),
]


async def until(pilot: Pilot[None], holds: Callable[[], object]) -> None:
    """Lets the leader's screen follow until something holds."""
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await pilot.pause(0.05)


def write_where_the_cursor_comes(page: Page, text: str) -> None:
    """Types once the cursor is in a field that shows what is typed: keys that come before go where it was."""

    def shows_a_sign() -> bool:
        page.press("¤")
        return "¤" in page.text()

    wait_for(shows_a_sign)
    page.press(f" {text}")
    page.sees(text)


async def test_someone_without_the_program_takes_part_in_a_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OEFENING_MAP", str(tmp_path / "browser"))
    exercise = room_of(desk_in(tmp_path, Watch()), SMALL_SCRIPT)
    for command in (Resume(), PassTime(Minutes(6))):
        assert not asked(exercise.leader_seat(0), command)
    app = LeaderApp(desk_in(tmp_path), exercise=exercise)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "m", "j")
        await until(pilot, lambda: app.host is not None and app.host.serves_browsers)
        host = app.host
        assert host is not None
        shown = ssl.get_server_certificate(("127.0.0.1", host.server.port + 1))
        fingerprint = hashlib.sha256(ssl.PEM_cert_to_DER_cert(shown)).hexdigest()
        assert [knock for knock in host.admission.journal if fingerprint in knock.text.replace(":", "").lower()]
        link = f"https://127.0.0.1:{host.server.port + 1}/#{host.code_for(BELEID).text}"
        with chromium("ignore-certificate-errors") as browser:
            page = Page(browser)

            def join_and_decide() -> None:
                browser.get(link)
                page.sees(host.code_for(BELEID).text)
                page.press("Samira", Keys.ENTER)
                page.sees("Hier ziet uw team alles wat binnenkomt")
                page.press(Keys.ESCAPE)
                page.sees("Verbonden")
                page.press(Keys.HOME)
                page.sees("hoofdleiding gebroken")
                page.press("d")
                page.sees("Opent u waterpunten?")
                page.press(Keys.SPACE, Keys.TAB)
                write_where_the_cursor_comes(page, "mensen hebben dorst")
                page.chord(Keys.CONTROL, "s")
                page.sees("alles is bewaard")

            deciding = asyncio.create_task(asyncio.to_thread(join_and_decide))
            await until(
                pilot, lambda: exercise.team_seat(0, "beleid").current_view().points[0].decided or deciding.done()
            )
            await deciding
            await until(pilot, lambda: "● Samira" in screen_text(app))
            await press(pilot, "escape", "4")
            await until(pilot, lambda: "Open drie waterpunten" in screen_text(app))
            assert (
                exercise.team_seat(0, "beleid")
                .current_view()
                .points[0]
                .versions[-1]
                .reasons.endswith(" mensen hebben dorst")
            )
            assert not asked(
                exercise.leader_seat(0), SendMessage(0, "waterbedrijf", "beleid", "De leiding is hersteld.")
            )
            reading = asyncio.create_task(asyncio.to_thread(page.sees, "De leiding is hersteld."))
            await until(pilot, reading.done)
            await reading
            assert not [entry for entry in outside(browser) if "127.0.0.1" not in entry]
            await asyncio.to_thread(browser.find_element(By.TAG_NAME, "body").screenshot, str(tmp_path / "pagina.png"))
        app.exit()
    exercise.close()


def outside(browser: object) -> list[str]:
    """Every address that the page asked something of."""
    script = "return performance.getEntriesByType('resource').map(entry => entry.name)"
    found: list[str] = browser.execute_script(script)  # type: ignore[attr-defined]
    return found
