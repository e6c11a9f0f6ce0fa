"""`oefening web`: serves the pages with which people without the program take part, in a browser."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

import click
from textual.app import App

from oefening.cli.click_dutch import UserError, command
from oefening.cli.console import console
from oefening.cli.join_app import parse_address_argument, resumable_clients
from oefening.net.address import WEB_PORT, Address, own_addresses
from oefening.net.browser_process import READY
from oefening.net.certificate import make_certificate, server_context
from oefening.net.client_state import ClientState, ClientStateFile, read_client_state
from oefening.net.join_codes import parse_code
from oefening.session.session_files import sessions_folder
from oefening.text.os_errors import reason_of
from oefening.text.translation import _

BROWSER_STATE_FOLDER = ".browsers"
"""The folder, within the sessions' folder, for the client state of participants in browsers."""

LEADER_TIMEOUT = 30 * 60.0
"""Seconds that the pages stay up after the leader's program is gone: people go on drafting until it is back."""

CHECK_INTERVAL = 20.0
"""Seconds between two checks whether the leader's program is there."""


class _InMemorySettings:
    """Settings for the app of one browser: kept in memory only, for the machine is not that person's."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    def get(self, name: str) -> str:
        """A setting; empty where there is none."""
        return self._values.get(name, "")

    def put(self, name: str, value: str) -> None:
        """Stores a setting."""
        self._values[name] = value


@command(
    "web",
    "oefening web 192.168.1.20",
    "oefening web 192.168.1.20 --poort 9443",
)
@click.argument("address", metavar="ADRES")
@click.option("--poort", "port", type=click.IntRange(1, 65535), default=WEB_PORT, help=_("De poort voor browsers."))
@click.option("--bij-oefenleider", "beside_leader", is_flag=True, hidden=True)
def serve_web_command(address: str, port: int, beside_leader: bool) -> None:
    """Serves the pages until it is stopped."""
    where = parse_address_argument(address)
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(where, port, beside_leader=beside_leader))


async def _serve(where: Address, port: int, *, beside_leader: bool) -> None:
    # Textual takes most of a second to import; a wrong call is refused without it.
    from oefening.browser.server import serve  # noqa: PLC0415
    from oefening.tui.guest_app import GuestApp  # noqa: PLC0415
    from oefening.tui.screens.join import Invitation  # noqa: PLC0415

    folder = sessions_folder() / BROWSER_STATE_FOLDER
    resumable_clients(folder)  # deletes what is too old

    def make_app(visitor: str, code: str) -> App[None]:
        path = folder / f"{visitor}.json"
        stored, fresh = read_client_state(path), ClientState(visitor)
        given = parse_code(code)
        # Someone who comes with another code wants another seat; but requests never answered are delivered first.
        resumes = stored is not None and (given is None or bool(stored.unanswered))
        state_file = ClientStateFile(stored if stored is not None and resumes else fresh, path)
        return GuestApp(_InMemorySettings(), state_file, Invitation(where, given, fixed=True))

    certificate = make_certificate(own_addresses(), datetime.now(UTC))
    try:
        running = await serve(make_app, "", port, server_context(certificate))
    except OSError as error:
        sentence = _("Op poort {port} kunnen geen pagina's worden aangeboden ({reason}); kies een andere met --poort.")
        raise UserError(sentence.format(port=port, reason=reason_of(error)), 1) from error
    try:
        if beside_leader:
            click.echo(f"{READY} {certificate.sha256}")
            await _wait_until_leader_is_gone(where)
        else:
            _print_addresses(running.port, certificate.sha256)
            await asyncio.Event().wait()
    finally:
        await running.close()


def _print_addresses(port: int, fingerprint: str) -> None:
    screen = console()
    for host in own_addresses():
        screen.print(_("Open in een browser: https://{address}/").format(address=Address(host, port).text))
    message = _("De browser waarschuwt eerst: het certificaat is door dit programma zelf gemaakt. De vingerafdruk is:")
    screen.print(message, soft_wrap=True)
    screen.print(fingerprint, soft_wrap=True)
    screen.print(_("Ctrl+C: stoppen"))


async def _wait_until_leader_is_gone(where: Address) -> None:
    """Returns once the leader's program has not answered for a long time. The pages are served meanwhile."""
    now = asyncio.get_running_loop().time
    answered = now()
    while now() - answered < LEADER_TIMEOUT:
        await asyncio.sleep(CHECK_INTERVAL)
        with suppress(OSError, TimeoutError):
            _reader, writer = await asyncio.wait_for(asyncio.open_connection(where.host, where.port), CHECK_INTERVAL)
            writer.close()
            answered = now()
