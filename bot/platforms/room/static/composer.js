// Writing: the text belongs to the person until the server has it. A reload or a failure loses nothing.

import { startSuggestions } from "./suggestions.js";
import { atRest, by, page, room, send } from "./wire.js";

const form = by("composer");
const box = by("say");
const KEY = `draft:${page.who}:${page.place}`;

/** `acted` receives the answer of the server. */
export function startComposer(acted) {
  const suggestions = startSuggestions(box, changed);
  box.value = read().text ?? "";
  grow();
  box.addEventListener("input", changed);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || suggestions.key(event)) return;
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    suggestions.close();
    const button = form.querySelector("[type=submit]");
    if (box.value.trim()) atRest([button], () => say(acted));
    else box.focus();
  });
}

async function say(acted) {
  const text = box.value;
  const id = idOf(text);
  by("say-error").textContent = "";
  const answer = await send(room("say"), { id, place: page.place, text });
  if (answer.error) {
    by("say-error").textContent = answer.lost ? form.dataset.kept : answer.error;
    box.focus();
    return;
  }
  if (box.value === text) box.value = ""; // what was typed meanwhile stays
  changed();
  acted(answer);
}

/** The same text sent again is the same act: if the first one did arrive, it is not said twice. */
function idOf(text) {
  const draft = read();
  const id = draft.tried === text ? draft.id : crypto.randomUUID();
  write({ text, tried: text, id });
  return id;
}

function changed() {
  const { tried, id } = read();
  write(box.value ? { text: box.value, tried, id } : {});
  grow();
}

function grow() {
  box.rows = 1;
  while (box.scrollHeight > box.clientHeight && box.rows < 8) box.rows += 1;
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

function write(draft) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(draft));
  } catch {
    // A browser that keeps nothing still sends.
  }
}
