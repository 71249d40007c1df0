// The page of the conversation: who listens to what.

import { refreshWhy, showClock, startBench } from "./bench.js";
import { startComposer } from "./composer.js";
import { openForm, startForms } from "./forms.js";
import { isHere, markUnread, show, startLog } from "./log.js";
import { startStream } from "./stream.js";
import { by, page, room, send } from "./wire.js";

/** An act was heard. What it makes people say comes by the stream. */
function acted(answer) {
  if (answer.form) openForm(answer.form, answer.post);
  refreshWhy();
}

function posted(post) {
  if (isHere(post.place)) show(post);
  else if (post.kind !== "update") markUnread(post.place);
  refreshWhy();
}

function moved(clock) {
  showClock(clock);
  refreshWhy();
}

/** The first time somebody comes, Pouce says hello. */
async function arrive() {
  if (page.arriving === undefined) return;
  const answer = await send(room("arrive"), { id: crypto.randomUUID(), place: page.place });
  if (answer.error) by("line").textContent = answer.error;
  else acted(answer);
}

startLog();
startBench();
startForms(acted);
startComposer(acted);
startStream({ post: posted, clock: moved, back: refreshWhy });
arrive();
