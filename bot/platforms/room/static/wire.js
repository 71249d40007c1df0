// One way to speak to the server: JSON in, JSON out, and a sentence whatever goes wrong.

export const page = document.body.dataset;
export const by = (id) => document.getElementById(id);
export const room = (door) => `/room/${encodeURIComponent(page.who)}/${door}`;

/** Posts an act. The answer always has `error`: a sentence, or null. `lost` says that no answer came. */
export function send(url, body) {
  return upload(url, JSON.stringify(body));
}

/** As `send`, for a file as it is. Sentences come back in the language of the page. */
export const upload = (url, body) =>
  answered(`${url}?lang=${page.lang}`, { method: "POST", headers: { "Content-Type": "application/json" }, body });

async function answered(url, request) {
  let response;
  try {
    response = await fetch(url, request);
  } catch {
    return { error: page.away, lost: true };
  }
  const answer = await response.json().catch(() => ({ error: page.fault }));
  const unexplained = !response.ok && !answer.error && !answer.errors;
  return { ...answer, error: unexplained ? page.fault : (answer.error ?? null) };
}

/** Reads a piece of page; null when the server is away. */
export async function fragment(url) {
  const response = await fetch(url).catch(() => null);
  return response?.ok ? response.text() : null;
}

/** What `html` holds, as nodes. */
export function nodes(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/**
 * Runs an act with its controls at rest, so that it cannot be done twice.
 * `aria-disabled` rather than `disabled`: the keyboard stays where it was.
 */
export async function atRest(controls, act) {
  if (controls.some((each) => each.ariaDisabled === "true")) return;
  controls.forEach((each) => each.setAttribute("aria-disabled", "true"));
  try {
    await act();
  } finally {
    controls.forEach((each) => each.removeAttribute("aria-disabled"));
  }
}

/** Shows the sentence of each field, tells assistive tools, and goes to the first one. */
export function showErrors(form, errors) {
  const inputs = Array.from(form.elements).filter((each) => each.name);
  for (const input of inputs) {
    const sentence = errors[input.name];
    const line = form.querySelector(`#err-${CSS.escape(input.name)}`);
    if (line) Object.assign(line, { textContent: sentence ?? "", hidden: !sentence });
    if (input.type === "radio") continue; // a lone radio cannot be invalid: its group says so
    input.toggleAttribute("aria-invalid", Boolean(sentence));
    if (sentence) input.setAttribute("aria-invalid", "true");
  }
  inputs.find((each) => errors[each.name])?.focus();
}
