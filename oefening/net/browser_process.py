"""The process that serves pages to browsers: starts it, waits until it listens, ends it.

It runs `oefening web`, which joins the exercise as a client like any other. A process of its own, because the apps of
many browsers would otherwise keep the leader's screen and the server waiting.
"""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from http import HTTPStatus

import aiohttp
from attrs import frozen

from oefening.net.certificate import client_context

READY = "klaar"
"""The first word that the process prints once it listens; the fingerprint of its certificate follows."""

STARTUP_TIMEOUT = 20.0
"""Seconds that the process gets to start listening."""


@frozen
class StartedPages:
    """How starting went. `fingerprint` is that of the certificate browsers see, empty where it is not known."""

    is_serving: bool
    fingerprint: str = ""


class BrowserProcess:
    """The process, for a server on `port`; browsers get the port above it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._process: Process | None = None

    @property
    def pid(self) -> int | None:
        """The id of the process, None where it was not started."""
        return self._process.pid if self._process is not None else None

    async def start(self) -> StartedPages:
        """Starts the process and waits until it listens."""
        first_line = await self._first_line()
        if first_line.startswith(READY):
            return StartedPages(True, first_line.removeprefix(READY).strip())
        # The port may be taken by pages that outlived an earlier leader's program: those serve as well.
        return StartedPages(await self._pages_answer())

    async def _first_line(self) -> str:
        """What the process prints first; empty where it does not start."""
        arguments = ["web", f"127.0.0.1:{self._port}", "--poort", str(self._port + 1), "--bij-oefenleider"]
        try:
            # A session of its own, so that it survives when this program is killed: participants' drafts live there.
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "oefening", *arguments,
                stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL, start_new_session=True,
            )  # fmt: skip
            assert self._process.stdout is not None  # noqa: S101 - it was asked for
            line = await asyncio.wait_for(self._process.stdout.readline(), STARTUP_TIMEOUT)
        except (OSError, TimeoutError):
            return ""
        return line.decode("ascii", "replace")

    async def _pages_answer(self) -> bool:
        """Whether our page is served on the port for browsers, by whichever process."""
        url = f"https://127.0.0.1:{self._port + 1}/"
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session,
                session.get(url, ssl=client_context()) as answer,
            ):
                return answer.status == HTTPStatus.OK and "<title>oefening</title>" in await answer.text()
        except (aiohttp.ClientError, OSError, TimeoutError, UnicodeDecodeError):
            return False

    async def close(self) -> None:
        """Ends the process, if this object started it."""
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.terminate()
            await self._process.wait()
