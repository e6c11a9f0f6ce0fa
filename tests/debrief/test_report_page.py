"""The report's page in a real browser: accessible (axe, WCAG 2.2 AA), nothing asked of any network, and its buttons.

Needs Chromium with its driver and npm; where they are not there, the tests are skipped.
"""

import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

from oefening.debrief.writers import FORMATS
from tests.support.sample_reports import library_report

CHROMIUM, DRIVER, NPM = shutil.which("chromium"), shutil.which("chromedriver"), shutil.which("npm")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {"telefoon": (390, 844), "laptop": (1280, 800)}

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(None in (CHROMIUM, DRIVER, NPM), reason="needs chromium, chromedriver and npm"),
]


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The program that looks for what keeps people out."""
    folder = tmp_path_factory.mktemp("axe")
    packed = subprocess.run(
        [str(NPM), "pack", "--silent", "axe-core@4"], cwd=folder, capture_output=True, text=True, check=True
    )
    with tarfile.open(folder / packed.stdout.strip().splitlines()[-1]) as archive:
        file = archive.extractfile("package/axe.min.js")
        assert file is not None
        return file.read().decode("utf-8")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a session with two worlds, so that everything is on it."""
    path = tmp_path_factory.mktemp("verslag") / "verslag.html"
    path.write_bytes(FORMATS["html"].write(library_report("kabelsabotage", 7, 2), False)[0][1])
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    """A browser without a window, and without the things it would ask of a network by itself."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for argument in (
        "headless=new", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking",
        "disable-component-update", "disable-sync",
    ):  # fmt: skip
        options.add_argument(f"--{argument}")
    driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
    yield driver
    driver.quit()


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_nobody_is_kept_out(browser: webdriver.Chrome, page: Path, axe: str, size: tuple[int, int]) -> None:
    browser.set_window_size(*size)
    browser.get(page.as_uri())
    browser.execute_script("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    browser.execute_script(axe)
    found: dict[str, Any] = browser.execute_async_script(
        "axe.run(document, {runOnly: arguments[0]}).then(arguments[arguments.length - 1])", RULES
    )
    assert len(found["passes"]) > 20
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    assert browser.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")


def test_the_page_asks_nothing_of_any_network(browser: webdriver.Chrome, page: Path) -> None:
    browser.get(page.as_uri())
    asked = browser.execute_script("return performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert asked == []
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]


def test_the_timeline_shows_only_the_kinds_that_are_wanted(browser: webdriver.Chrome, page: Path) -> None:
    browser.get(page.as_uri())

    def seen() -> set[str]:
        rows = browser.find_elements(By.CSS_SELECTOR, "table.filter tbody tr:not([hidden])")
        return {str(row.get_attribute("data-soort")) for row in rows}

    assert {"inject", "besluit"} <= seen()
    browser.find_element(By.CSS_SELECTOR, "button[data-soort=inject]").click()
    assert "inject" not in seen()
    assert "besluit" in seen()
    browser.find_element(By.CSS_SELECTOR, "button[data-soort=inject]").click()
    assert "inject" in seen()


def test_all_evidence_unfolds_at_once(browser: webdriver.Chrome, page: Path) -> None:
    browser.get(page.as_uri())
    assert browser.find_elements(By.CSS_SELECTOR, "details[open]") == []
    browser.find_element(By.XPATH, "//button[contains(., 'uitklappen')]").click()
    folds = browser.find_elements(By.CSS_SELECTOR, "details")
    assert len(browser.find_elements(By.CSS_SELECTOR, "details[open]")) == len(folds) > 0
