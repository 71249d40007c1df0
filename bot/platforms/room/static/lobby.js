// The door of the room: become somebody, add somebody, bring products in, start again.

import { atRest, by, page, send, showErrors, upload } from "./wire.js";

const confirm = by("confirm");

/** Back in the lobby, the language that was chosen there stays. */
function go(answer, error) {
  error.textContent = answer.error ?? "";
  if (answer.go) location.assign(answer.go === "/" ? `/${location.search}` : answer.go);
}

async function begin({ dataset }) {
  const error = confirm?.open ? by("confirm-error") : by("lobby-error");
  go(await send("/room/begin", { kind: dataset.begin, lang: page.lang, who: dataset.who }), error);
}

async function add(form) {
  const answer = await send("/room/people", Object.fromEntries(new FormData(form)));
  showErrors(form, answer.errors ?? {});
  go(answer, by("lobby-error"));
}

async function load(input) {
  const told = by("loaded");
  const [file] = input.files;
  if (!file) return;
  told.textContent = told.dataset.busy;
  const answer = await upload("/room/import", file);
  told.textContent = answer.error ?? answer.text ?? "";
  input.value = ""; // the same file, mended, can be chosen again
}

/** The zone of this machine is the likely one. */
function guessZone(select) {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  if (Array.from(select.options).some(({ value }) => value === timeZone)) select.value = timeZone;
}

const starts = Array.from(document.querySelectorAll("[data-begin]"));
starts.forEach((each) => each.addEventListener("click", () => atRest(starts, () => begin(each))));
by("again")?.addEventListener("click", () => confirm.showModal());
by("keep")?.addEventListener("click", () => confirm.close());
by("load").addEventListener("change", ({ target }) => atRest([target], () => load(target)));
by("add").addEventListener("submit", (event) => {
  event.preventDefault();
  atRest([event.submitter ?? event.target], () => add(event.target));
});
guessZone(by("add-zone"));
