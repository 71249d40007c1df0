// The workbench: the clock in hand, what came on the way, and why Pouce spoke or kept quiet.

import { atRest, by, fragment, nodes, room, send } from "./wire.js";

const form = by("clock");
const wide = matchMedia("(min-width: 64rem)");
let asked = 0;

export function startBench() {
  fold();
  wide.addEventListener("change", fold);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-to]");
    if (button) move(button.dataset.to);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    move(form.elements.day.value);
  });
}

/** Beside the conversation when there is room, folded above it otherwise: the reading order follows the eye. */
function fold() {
  const bench = by("bench");
  by("fold").open = wide.matches;
  if (wide.matches) by("main").after(bench);
  else by("main").before(bench);
}

function move(to) {
  return atRest(Array.from(form.querySelectorAll("button, input")), async () => {
    form.ariaBusy = "true";
    by("clock-error").textContent = "";
    by("moving").textContent = form.dataset.busy;
    const answer = await send(room("clock"), { to });
    form.ariaBusy = "false";
    by("moving").textContent = "";
    by("clock-error").textContent = answer.error ?? "";
    if (answer.html) by("way").replaceChildren(nodes(answer.html));
    refreshWhy();
  });
}

export function showClock({ text, day }) {
  document.querySelectorAll("[data-clock]").forEach((each) => (each.textContent = text));
  const input = form.elements.day;
  input.min = day;
  if (input.value < day) input.value = day;
}

/** Many things happen at once when time moves: ask once they are over. */
export function refreshWhy() {
  clearTimeout(asked);
  asked = setTimeout(async () => {
    const html = await fragment(room("why"));
    if (html !== null) swapWhy(html);
  }, 300);
}

/** What was unfolded stays unfolded. */
function swapWhy(html) {
  const why = by("why");
  const named = (past) => past.querySelector("summary").textContent;
  const open = new Set(Array.from(why.querySelectorAll("details[open]"), named));
  why.replaceChildren(nodes(html));
  why.querySelectorAll("details").forEach((past) => (past.open = open.has(named(past))));
}
