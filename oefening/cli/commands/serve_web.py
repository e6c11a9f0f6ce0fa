"""`oefening web`: pages in which people without the program take part, from a browser."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

import click
from textual.app import App

from oefening.cli.click_dutch import UserError, command
from oefening.cli.console import console
from oefening.cli.join_app import read_address, resumable_clients
from oefening.net.address import WEB_PORT, Address, own_addresses
from oefening.net.browser_process import READY
from oefening.net.certificate import make_certificate, server_context
from oefening.net.client_state import ClientState, ClientStateFile, read_client_state
from oefening.net.join_codes import parse_code
from oefening.session.session_files import sessions_folder
from oefening.text.os_errors import reason_of
from oefening.text.translation import _

FOLDER = ".browsers"
"""In the sessions' folder: what guests in browsers keep."""

AFTERWARDS = 30 * 60.0
"""Seconds that the pages stay up when the leader's program is gone: visitors go on drafting until it is back."""

CHECK = 20.0
"""Seconds between two looks at whether it is there."""


class _VisitorSettings:
    """The settings of one visitor's app, for as long as it runs."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    def get(self, name: str) -> str:
        """A setting; empty where there is none."""
        return self._values.get(name, "")

    def put(self, name: str, value: str) -> None:
        """Keeps a setting."""
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
    where = read_address(address)
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(where, port, beside_leader=beside_leader))


async def _serve(where: Address, port: int, *, beside_leader: bool) -> None:
    # Textual takes a while to import; a wrong call is told at once.
    from oefening.browser.server import serve  # noqa: PLC0415
    from oefening.tui.guest_app import GuestApp  # noqa: PLC0415
    from oefening.tui.screens.join import Invitation  # noqa: PLC0415

    folder = sessions_folder() / FOLDER
    resumable_clients(folder)  # throws away what is too old

    def make_app(visitor: str, code: str) -> App[None]:
        path = folder / f"{visitor}.json"
        kept, fresh = read_client_state(path), ClientState(visitor)
        given = parse_code(code)
        # Who comes with a code of another place wants to sit there; what was never answered comes first.
        goes_on = kept is not None and (given is None or bool(kept.unanswered))
        keeping = ClientStateFile(kept if kept is not None and goes_on else fresh, path)
        return GuestApp(_VisitorSettings(), keeping, Invitation(where, given, fixed=True))

    certificate = make_certificate(own_addresses(), datetime.now(UTC))
    try:
        running = await serve(make_app, "", port, server_context(certificate))
    except OSError as error:
        sentence = _("Op poort {port} kunnen geen pagina's worden aangeboden ({reason}); kies een andere met --poort.")
        raise UserError(sentence.format(port=port, reason=reason_of(error)), 1) from error
    try:
        if beside_leader:
            click.echo(f"{READY} {certificate.sha256}")
            await _while_led(where)
        else:
            _say_where(running.port, certificate.sha256)
            await asyncio.Event().wait()
    finally:
        await running.close()


def _say_where(port: int, fingerprint: str) -> None:
    screen = console()
    for host in own_addresses():
        screen.print(_("Open in een browser: https://{address}/").format(address=Address(host, port).text))
    words = _("De browser waarschuwt eerst: het certificaat is door dit programma zelf gemaakt. De vingerafdruk is:")
    screen.print(words, soft_wrap=True)
    screen.print(fingerprint, soft_wrap=True)
    screen.print(_("Ctrl+C: stoppen"))


async def _while_led(where: Address) -> None:
    """Waits until the leader's program did not answer for a long time; what it asked for meanwhile goes on."""
    now = asyncio.get_running_loop().time
    answered = now()
    while now() - answered < AFTERWARDS:
        await asyncio.sleep(CHECK)
        with suppress(OSError, TimeoutError):
            _reader, writer = await asyncio.wait_for(asyncio.open_connection(where.host, where.port), CHECK)
            writer.close()
            answered = now()
