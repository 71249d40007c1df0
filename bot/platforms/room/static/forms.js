// Forms open over the conversation. What is typed stays until the server has taken it, or the person gives up.

import { atRest, by, nodes, page, room, send, showErrors } from "./wire.js";

const dialog = by("dialog");
const pressed = new WeakMap(); // button -> id of its act: pressing again after a failure is the same act

/** What an answer calls for: a form to fill, or nothing. `post` is the message whose button opened it, if any. */
export function openForm(html, post) {
  dialog.replaceChildren(nodes(html));
  dialog.dataset.post = post ?? "";
  if (!dialog.open) dialog.showModal();
  const first = dialog.querySelector("[data-field] :is(input, select, textarea):not([type=radio]:not(:checked))");
  (first ?? dialog.querySelector("input, h2")).focus();
}

/** `acted` receives the answer of the server to a form or a button. */
export function startForms(acted) {
  dialog.addEventListener("click", (event) => {
    if (event.target.closest("[data-cancel]")) dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.replaceChildren();
    if (document.activeElement === document.body) by("say").focus(); // what opened it may have changed
  });
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    atRest([form.querySelector("[type=submit]")], () => submit(form, acted));
  });
  by("posts").addEventListener("click", (event) => {
    const button = event.target.closest("[data-token]");
    if (button) atRest([button], () => press(button, acted));
  });
}

async function submit(form, acted) {
  const busy = form.querySelector("[role=status]");
  const values = valuesOf(form);
  const id = idFor(form, JSON.stringify(values));
  by("form-error").textContent = "";
  busy.textContent = form.dataset.busy;
  const { post } = dialog.dataset;
  const answer = await send(room("submit"), { id, place: page.place, post, token: form.dataset.token, values });
  busy.textContent = "";
  if (!form.isConnected) return acted({ ...answer, form: null }); // closed meanwhile
  const errors = answer.errors ?? {};
  by("form-error").textContent = answer.error ?? unplaced(form, errors);
  showErrors(form, errors);
  if (answer.error || Object.keys(errors).length) return;
  if (!answer.form) dialog.close();
  acted({ ...answer, post });
}

/** The same values sent again after a failure are the same act; others are a new one. */
function idFor(form, values) {
  if (form.dataset.tried !== values) Object.assign(form.dataset, { tried: values, id: crypto.randomUUID() });
  return form.dataset.id;
}

function valuesOf(form) {
  const data = new FormData(form);
  const fields = Array.from(form.querySelectorAll("[data-field]"), ({ dataset }) => dataset);
  const value = ({ field, many }) => (many === undefined ? (data.get(field) ?? "") : data.getAll(field));
  return Object.fromEntries(fields.map((each) => [each.field, value(each)]));
}

/** The sentences that belong to no field on the page. */
const unplaced = (form, errors) =>
  Object.keys(errors)
    .filter((name) => !form.elements[name])
    .map((name) => errors[name])
    .join(" ");

async function press(button, acted) {
  const post = button.closest("[data-post]");
  post.querySelector(".press-error")?.remove();
  const id = pressed.get(button) ?? crypto.randomUUID();
  pressed.set(button, id);
  const answer = await send(room("press"), { id, place: page.place, post: post.dataset.post, token: button.dataset.token });
  if (!answer.lost) pressed.delete(button); // answered: the next press is another act
  if (answer.error) complain(button, answer.error);
  else acted({ ...answer, post: post.dataset.post });
}

function complain(button, sentence) {
  const line = document.createElement("p");
  Object.assign(line, { className: "error press-error", role: "alert" });
  button.closest(".buttons").after(line);
  line.textContent = sentence;
}
