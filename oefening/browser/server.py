"""The web server that shows Textual apps to browsers, one app per visitor.

Knows nothing of exercises and keeps no access log.
"""

import ssl
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler
from aiohttp.web_request import BaseRequest
from attrs import frozen

from oefening.browser.assets import StaticFile, static_files
from oefening.browser.http_stream import HttpStream
from oefening.browser.protocol import MAX_MESSAGE_BYTES
from oefening.browser.sessions import MakeApp, SessionPool
from oefening.browser.websocket import serve_socket
from oefening.text.translation import _

SHUTDOWN_TIMEOUT = 2.0
"""Seconds that open connections get when the server closes."""

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
    # Revalidated each time (mostly answered 304), so that a page never runs with the script of another version.
    "Cache-Control": "no-cache",
    "Server": "oefening",
}


@frozen
class RunningServer:
    """A running server; `port` is the port it listens on."""

    port: int
    _runner: web.AppRunner
    _sessions: SessionPool

    async def close(self) -> None:
        """Ends all sessions, then the server."""
        await self._sessions.close()
        await self._runner.cleanup()


async def serve(make_app: MakeApp, host: str, port: int, ssl_context: ssl.SSLContext | None) -> RunningServer:
    """Starts serving apps to browsers in the running event loop.

    `make_app` makes the app of a new session from the visitor's id (32 hexadecimal digits) and the code behind the `#`
    of the page's address (at most 64 characters, unchecked). Port 0 means any free port.

    Raises:
        OSError: the address or the port is not available.
    """
    sessions = SessionPool(make_app)
    http_stream = HttpStream(sessions)
    app = web.Application(client_max_size=MAX_MESSAGE_BYTES, middlewares=[_reject_other_sites])
    app.on_response_prepare.append(_add_headers)
    found = static_files()

    async def file(request: web.Request) -> web.Response:
        return _file_response(request, found.get(request.match_info["name"]))

    async def socket(request: web.Request) -> web.WebSocketResponse:
        return await serve_socket(request, sessions)

    app.router.add_get("/ws", socket)
    app.router.add_post("/stroom", http_stream.open)
    app.router.add_post("/stroom/{name}", http_stream.receive)
    app.router.add_get("/{name:[^/]*}", file)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_TIMEOUT)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port, ssl_context=ssl_context).start()
    except OSError:
        await runner.cleanup()
        raise
    return RunningServer(runner.addresses[0][1], runner, sessions)


@web.middleware
async def _reject_other_sites(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Rejects requests made by pages of other sites, which could otherwise drive the app of whoever visits them.

    The same-origin policy does not cover WebSockets and simple POSTs. Files are public, so those are not checked.
    """
    origin = urlsplit(request.headers.get("Origin", "")).netloc.lower()
    if (request.method == "POST" or request.path == "/ws") and origin != request.host.lower():
        raise web.HTTPForbidden(text=_("Deze pagina mag hier niet bij."))
    return await handler(request)


async def _add_headers(_request: BaseRequest, response: web.StreamResponse) -> None:
    """Adds the security headers to every response, errors included."""
    response.headers.update(HEADERS)


def _file_response(request: web.Request, file: StaticFile | None) -> web.Response:
    if file is None:
        raise web.HTTPNotFound(text=_("Deze pagina is er niet."))
    headers = {"ETag": f'"{file.etag}"', "Vary": "Accept-Encoding"}
    if any(tag.value == file.etag for tag in request.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    charset = "utf-8" if file.content_type.startswith("text/") else None
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return web.Response(body=file.gzipped, headers=headers, content_type=file.content_type, charset=charset)
    return web.Response(body=file.body, headers=headers, content_type=file.content_type, charset=charset)
