/* Buttons that copy. Without this file everything can still be selected and copied by hand. */
"use strict";
(() => {
  const told = document.createElement("p");
  told.setAttribute("role", "status");
  told.className = "unseen";
  document.body.append(told);
  for (const place of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy: ${place.dataset.copy}`);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(place.textContent);
        button.textContent = "Copied";
        told.textContent = `Copied: ${place.dataset.copy}`;
      } catch {
        const range = document.createRange();
        range.selectNodeContents(place);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        button.textContent = "Selected: press Ctrl+C";
        told.textContent = button.textContent;
      }
    });
    place.before(button);
  }
})();
