// What could be typed, as one types. Nothing is chosen until an arrow says so: Enter still sends.

import { by, room } from "./wire.js";

const list = by("suggestions");
const MOST = 6;

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/’/g, "'").toLowerCase();

/** Returns `key(event)`, true when the key was for the list, and `close()`. */
export function startSuggestions(box, changed) {
  let known = [];
  let chosen = -1;
  fetch(room("suggestions"))
    .then((response) => response.json())
    .then((found) => (known = found))
    .catch(() => {}); // one can write without them

  const options = () => Array.from(list.children);

  function close() {
    list.hidden = true;
    choose(-1);
  }

  function choose(index) {
    chosen = index;
    options().forEach((option, n) => option.setAttribute("aria-selected", String(n === index)));
    const option = options()[index];
    if (option) box.setAttribute("aria-activedescendant", option.id);
    else box.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  function complete(option) {
    box.value = option.dataset.text;
    close();
    changed();
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  }

  function update() {
    const found = matching(known, box.value);
    list.replaceChildren(...found.map(drawn));
    list.hidden = found.length === 0;
    choose(-1);
    by("count").textContent = box.value.trim() ? by("counts").content.children[found.length].textContent : "";
  }

  function key(event) {
    if (list.hidden) return false;
    const count = options().length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose((Math.max(chosen, step < 0 ? 0 : -1) + step + count) % count);
    else if (event.key === "Escape") close();
    else if (chosen >= 0 && !event.shiftKey && ["Tab", "Enter"].includes(event.key)) complete(options()[chosen]);
    else return false;
    event.preventDefault();
    return true;
  }

  box.addEventListener("input", update);
  box.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) complete(option);
  });
  return { key, close };
}

/** What begins like the text first, then what holds it. A text typed in full needs no help. */
function matching(known, typed) {
  const text = plain(typed.trim());
  if (!text || typed.includes("\n")) return [];
  const starts = known.filter((each) => plain(each.text).startsWith(text));
  const holds = text.length < 2 ? [] : known.filter((each) => plain(each.text).indexOf(text) > 0);
  return [...starts, ...holds].filter((each) => plain(each.text).trim() !== text).slice(0, MOST);
}

function drawn({ text, hint }, n) {
  const option = document.createElement("li");
  Object.assign(option, { id: `suggestion-${n}`, role: "option" });
  option.dataset.text = text;
  const [what, why] = [document.createElement("span"), document.createElement("small")];
  what.textContent = text;
  why.textContent = hint ?? "";
  option.append(what, " ", why);
  return option;
}
