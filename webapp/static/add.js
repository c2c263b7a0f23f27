// Fields for files: what is dropped anywhere on their card is taken, and what is too large is said before it is sent.
"use strict";
for (const field of document.querySelectorAll("input.dropzone")) {
  const card = field.closest(".card");
  const said = document.querySelector(`[data-said-for="${field.id}"]`);
  const check = () => {
    const size = Array.from(field.files).reduce((sum, file) => sum + file.size, 0);
    const isTooLarge = size > Number(field.dataset.most);
    said.hidden = !isTooLarge;
    said.textContent = isTooLarge
      ? `These files have ${Math.ceil(size / 1e6)} MB together; up to ${field.dataset.mostSaid} are taken at once. Send them in portions.`
      : "";
    field.setCustomValidity(said.textContent);
  };
  field.addEventListener("change", check);
  card.addEventListener("dragover", (event) => {
    event.preventDefault();
    card.classList.add("dropping");
  });
  card.addEventListener("dragleave", () => card.classList.remove("dropping"));
  card.addEventListener("drop", (event) => {
    event.preventDefault();
    card.classList.remove("dropping");
    if (event.dataTransfer.files.length) {
      field.files = event.dataTransfer.files;
      check();
    }
  });
}
