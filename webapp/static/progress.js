// A page that waits: asks for its changing part again and again, and loads itself anew when the work has ended.
"use strict";
const progress = document.getElementById("progress");
const EVERY = 2000;

async function again() {
  const address = progress.dataset.progress;
  try {
    const answer = await fetch(address || progress.dataset.again, { credentials: "same-origin" });
    if (answer.ok && !show(new DOMParser().parseFromString(await answer.text(), "text/html"), Boolean(address))) {
      return location.assign(progress.dataset.again);
    }
  } catch {
    // The server does not answer at this moment; the work goes on without it.
  }
  return setTimeout(again, EVERY);
}

// Puts the new state on the page; false once nothing is under way any more.
function show(found, isPart) {
  const fresh = isPart ? found.body : found.getElementById("progress");
  if (!fresh) return false;
  const state = fresh.querySelector("[data-state]");
  if (isPart && (!state || state.dataset.state !== "running")) return false;
  progress.replaceChildren(...fresh.childNodes);
  return true;
}

if (progress && progress.dataset.again) setTimeout(again, EVERY / 2);
