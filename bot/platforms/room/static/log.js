// The conversation: what is on the page, and staying where the reader is.

import { by, fragment, nodes, page } from "./wire.js";

const log = by("log");
const posts = by("posts");
const fresh = by("fresh");
const NEAR = 80; // pixels from the end that still count as the end

const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
const all = () => Array.from(posts.querySelectorAll("[data-post]"));
const order = (post) => Number(post.dataset.post); // a post that changes keeps its place

export function toEnd() {
  log.scrollTop = log.scrollHeight;
  fresh.hidden = true;
}

/** Puts a post in its place, or in place of what it was. */
export function show({ id, kind, html }) {
  const post = nodes(html).firstElementChild;
  const before = by(`post-${id}`);
  if (before) return replace(before, post);
  const loaded = all();
  if (posts.querySelector(".earlier") && (kind === "update" || order(post) < Math.min(...loaded.map(order)))) return; // not loaded yet
  add(post, loaded);
}

function replace(before, post) {
  const stay = atEnd();
  const reading = before.contains(document.activeElement);
  before.replaceWith(post);
  if (reading) post.focus({ preventScroll: true }); // the button that was pressed is gone: do not lose the place
  if (stay) toEnd();
}

function add(post, loaded) {
  const follow = atEnd() || post.classList.contains("mine");
  by("nothing")?.remove();
  posts.insertBefore(post, loaded.find((each) => order(each) > order(post)) ?? null);
  if (follow) toEnd();
  else fresh.hidden = false;
}

/** Puts what came before on top, without moving what is being read. */
async function earlier(button) {
  if (button.ariaDisabled === "true") return;
  button.setAttribute("aria-disabled", "true");
  const html = await fragment(button.dataset.earlier);
  button.removeAttribute("aria-disabled");
  if (html === null) return;
  const first = all()[0];
  const top = first?.getBoundingClientRect().top ?? 0;
  log.ariaLive = "off"; // a hundred old messages are not news
  button.closest("li").replaceWith(nodes(html));
  if (first) log.scrollTop += first.getBoundingClientRect().top - top;
  (posts.querySelector("[data-earlier]") ?? first)?.focus({ preventScroll: true });
  setTimeout(() => log.removeAttribute("aria-live"), 1000);
}

/** Says in the list of places that something came there. */
export function markUnread(place) {
  const link = document.querySelector(`nav [data-place="${CSS.escape(place)}"] .unread`);
  if (link) link.hidden = false;
}

export function startLog() {
  fresh.addEventListener("click", () => {
    toEnd();
    by("say").focus();
  });
  log.addEventListener("scroll", () => (fresh.hidden ||= atEnd()), { passive: true });
  posts.addEventListener("click", (event) => {
    const button = event.target.closest("[data-earlier]");
    if (button) earlier(button);
  });
  keepAtEnd();
  const target = location.hash.startsWith("#post-") && by(location.hash.slice(1));
  if (target) target.focus();
  else toEnd();
}

/** A chart that arrives late, a keyboard that opens: the end stays the end. */
function keepAtEnd() {
  let end = true;
  log.addEventListener("scroll", () => (end = atEnd()), { passive: true });
  const follow = () => end && toEnd();
  new ResizeObserver(follow).observe(log);
  posts.addEventListener("load", follow, true);
}

export const isHere = (place) => place === page.place;
