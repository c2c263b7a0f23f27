// Keys for the review queue: each is the press of a button or link that is on the page, so nothing needs this file.
// A reader can turn them off: speech input and stray keys must not decide anything.
"use strict";
const KEPT = "travaux-review-keys";
const on = () => localStorage.getItem(KEPT) !== "off";

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (!on() || typing || event.ctrlKey || event.altKey || event.metaKey) return;
  const wanted = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!wanted) return;
  event.preventDefault();
  if (wanted.matches("select")) wanted.focus();
  else wanted.click();
});

const toggle = document.createElement("button");
const show = () => {
  toggle.textContent = on() ? "Turn the keys off" : "Turn the keys on";
  for (const key of document.querySelectorAll("kbd")) key.hidden = !on();
};
toggle.type = "button";
toggle.className = "other";
toggle.addEventListener("click", () => {
  localStorage.setItem(KEPT, on() ? "off" : "on");
  show();
});
if (document.querySelector("[data-key]")) {
  const place = document.createElement("p");
  place.append(toggle);
  document.querySelector("main").append(place);
  show();
}
