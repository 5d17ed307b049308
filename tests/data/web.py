"""A small web server in a thread: what it answers is decided by the first part of the path."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler, bytes], None]


def good(request: BaseHTTPRequestHandler, content: bytes) -> None:
    _begin(request, len(content))
    request.wfile.write(content)


def wrong_bytes(request: BaseHTTPRequestHandler, content: bytes) -> None:
    good(request, bytes(len(content)))


def missing(request: BaseHTTPRequestHandler, content: bytes) -> None:
    request.send_error(404)


def broken(request: BaseHTTPRequestHandler, content: bytes) -> None:
    """Promise everything, send half, and hang up."""
    _begin(request, len(content))
    request.wfile.write(content[: len(content) // 2])


def endless(request: BaseHTTPRequestHandler, content: bytes) -> None:
    request.send_response(200)
    request.end_headers()
    try:
        while True:
            request.wfile.write(bytes(1 << 16))
    except OSError:
        pass


def _begin(request: BaseHTTPRequestHandler, length: int) -> None:
    request.send_response(200)
    request.send_header("Content-Length", str(length))
    request.end_headers()


class Web:
    """A running server.

    Attributes:
        asked: Paths that were asked for, in order.
    """

    def __init__(self, files: Mapping[str, bytes], answers: Mapping[str, Answer]) -> None:
        self.asked: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                _, kind, name = self.path.split("/", 2)
                answers[kind](self, files[name])

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def mirror(self, kind: str) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/{kind}/"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def serving(files: Mapping[str, bytes], **answers: Answer) -> Iterator[Web]:
    web = Web(files, {"good": good, **answers})
    try:
        yield web
    finally:
        web.close()
