// Keys for the review queue: each is the press of a button or link that is on the page, so nothing needs this file.
"use strict";
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (typing || event.ctrlKey || event.altKey || event.metaKey) return;
  const wanted = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!wanted) return;
  event.preventDefault();
  if (wanted.matches("select")) wanted.focus();
  else wanted.click();
});
