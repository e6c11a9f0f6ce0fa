"""A web server in this process that shows Textual apps to browsers, each visitor one of their own.

Knows no exercise, and keeps no log of who asked what.
"""

import ssl
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler
from aiohttp.web_request import BaseRequest
from attrs import frozen

from oefening.browser.assets import StaticFile, static_files
from oefening.browser.http_stream import HttpStream
from oefening.browser.protocol import MOST_AT_ONCE
from oefening.browser.sessions import MakeApp, SessionPool
from oefening.browser.websocket import serve_socket
from oefening.text.translation import _

LINGER = 2.0
"""Seconds that connections get to end when the server closes."""

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        # The terminal sets its sizes and colours in style elements that it makes as it goes.
        "style-src 'self' 'unsafe-inline'",
        "font-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Asked for anew each time, and then mostly not sent again: a page must never meet the script of another version.
    "Cache-Control": "no-cache",
    "Server": "oefening",
}


@frozen
class Running:
    """A server that runs; `port` is the port that it listens on."""

    port: int
    _runner: web.AppRunner
    _visits: SessionPool

    async def close(self) -> None:
        """Ends all visits, then the server."""
        await self._visits.close()
        await self._runner.cleanup()


async def serve(make_app: MakeApp, host: str, port: int, ssl_context: ssl.SSLContext | None) -> Running:
    """Serves apps to browsers from the running event loop, until it is closed.

    `make_app` makes the app for a new visit, from the visitor's id (32 hexadecimal digits that the page drew and keeps)
    and the code behind the `#` of the page's address (at most 64 characters, anything at all: it comes from outside).
    Port 0 is any port that is free.

    Raises:
        OSError: the address or the port cannot be had.
    """
    visits = SessionPool(make_app)
    posts = HttpStream(visits)
    app = web.Application(client_max_size=MOST_AT_ONCE, middlewares=[_no_other_site])
    app.on_response_prepare.append(_head)
    found = static_files()

    async def file(request: web.Request) -> web.Response:
        return _answer(request, found.get(request.match_info["name"]))

    async def socket(request: web.Request) -> web.WebSocketResponse:
        return await serve_socket(request, visits)

    app.router.add_get("/ws", socket)
    app.router.add_post("/stroom", posts.listen)
    app.router.add_post("/stroom/{name}", posts.speak)
    app.router.add_get("/{name:[^/]*}", file)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=LINGER)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port, ssl_context=ssl_context).start()
    except OSError:
        await runner.cleanup()
        raise
    return Running(runner.addresses[0][1], runner, visits)


@web.middleware
async def _no_other_site(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turns away pages of other sites, which would drive the app of who looks at them; files are for everyone."""
    origin = urlsplit(request.headers.get("Origin", "")).netloc.lower()
    if (request.method == "POST" or request.path == "/ws") and origin != request.host.lower():
        raise web.HTTPForbidden(text=_("Deze pagina mag hier niet bij."))
    return await handler(request)


async def _head(_request: BaseRequest, response: web.StreamResponse) -> None:
    """Gives every answer, whatever it is, the headers that keep the page to itself."""
    response.headers.update(HEADERS)


def _answer(request: web.Request, file: StaticFile | None) -> web.Response:
    if file is None:
        raise web.HTTPNotFound(text=_("Deze pagina is er niet."))
    headers = {"ETag": f'"{file.tag}"', "Vary": "Accept-Encoding"}
    if any(tag.value == file.tag for tag in request.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    charset = "utf-8" if file.kind.startswith("text/") else None
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return web.Response(body=file.packed, headers=headers, content_type=file.kind, charset=charset)
    return web.Response(body=file.body, headers=headers, content_type=file.kind, charset=charset)
