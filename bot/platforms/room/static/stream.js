// What the server tells while the page is open. A hidden tab lets go: a browser opens six of these per host.

import { by, page, room } from "./wire.js";

let last = Number(page.last);
let source = null;
let away = false;
let retry = 0;

/** `on.post`, `on.clock` and `on.back` are called as things come. */
export function startStream(on) {
  const wake = () => !document.hidden && open(on);
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : wake()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", wake); // also when the browser brings the page back as it was
  wake();
}

function open(on) {
  if (source) return;
  source = new EventSource(`${room("stream")}?place=${encodeURIComponent(page.place)}&after=${last}&room=${page.room}`);
  source.addEventListener("open", () => back(on));
  source.addEventListener("error", () => lost(on));
  source.addEventListener("post", (event) => {
    last = Math.max(last, Number(event.lastEventId) || 0);
    on.post(JSON.parse(event.data));
  });
  source.addEventListener("clock", (event) => on.clock(JSON.parse(event.data)));
  source.addEventListener("reset", () => {
    close();
    location.assign("/");
  });
}

function close() {
  clearTimeout(retry);
  source?.close();
  source = null;
}

/** A browser tries again by itself, except after a refusal: then it is for us. */
function lost(on) {
  away = true;
  by("line").textContent = by("line").dataset.gone;
  if (source?.readyState !== EventSource.CLOSED) return;
  close();
  retry = setTimeout(() => !document.hidden && open(on), 3000);
}

function back(on) {
  if (!away) return;
  away = false;
  const line = by("line");
  line.textContent = line.dataset.back;
  setTimeout(() => line.textContent === line.dataset.back && (line.textContent = ""), 4000);
  on.back();
}
