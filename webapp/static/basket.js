// Quotations of a basket can be dragged into another order; the buttons do the same.
"use strict";
const basket = document.querySelector("ol.basket");
const form = basket && document.getElementById(basket.dataset.order);
let dragged = null;

if (form) {
  for (const item of basket.children) item.querySelector("figure").draggable = true;
  basket.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("li");
    event.dataTransfer.effectAllowed = "move";
  });
  basket.addEventListener("dragover", (event) => {
    const over = event.target.closest("li");
    if (!dragged || !over) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    basket.insertBefore(dragged, event.clientY < box.top + box.height / 2 ? over : over.nextSibling);
  });
  basket.addEventListener("drop", (event) => event.preventDefault());
  basket.addEventListener("dragend", () => {
    dragged = null;
    form.elements.order.value = Array.from(basket.children, (item) => item.dataset.clipping).join(",");
    form.submit();
  });
}
