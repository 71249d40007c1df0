"""Another site, on this machine too, whose page tries to act in the room behind its reader's back."""

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

_PAGE = """<!doctype html><title>Elsewhere</title><p id="done"></p>
<form method="post" enctype="text/plain" action="{door}">
  <input name='{form}' value='"}}'><button>Go</button>
</form>
<script>
const body = {act};
const post = (mode, kind) =>
  fetch("{door}", {{ method: "POST", mode, headers: {{ "Content-Type": kind }}, body }}).catch(() => {{}});
const kinds = ["text/plain", "application/x-www-form-urlencoded", "application/json"];
const tries = kinds.flatMap((kind) => ["no-cors", "cors"].map((mode) => post(mode, kind)));
Promise.all(tries).then(() => (document.getElementById("done").textContent = "fetched"));
</script>"""


@contextmanager
def another_site(door: str, act: str) -> Iterator[str]:
    """Serve for a while a page that posts an act to a door, and give its address."""
    form = escape(act[:-1] + ', "more": "', quote=True)
    page = _PAGE.format(door=door, act=repr(act), form=form).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    site = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=site.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{site.server_port}/"
    site.shutdown()
    site.server_close()
    thread.join()
