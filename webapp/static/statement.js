/* A link to a passage of a long text that is on another part of it: go to that part. */
"use strict";
(() => {
  const found = /^#p(\d+)$/.exec(location.hash);
  const text = document.querySelector("[data-parts]");
  if (found && text && !document.getElementById(location.hash.slice(1))) {
    const address = new URL(location.href);
    if (address.searchParams.get("passage") !== found[1]) {
      address.searchParams.set("passage", found[1]);
      address.searchParams.delete("part");
      location.replace(address);
    }
  }
})();
