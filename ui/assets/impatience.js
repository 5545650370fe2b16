// A click within 0.8 s of the last one, at the same place but on another button, was not meant for it: the page has
// changed under the pointer, faster than anybody reads (late second clicks come after 0.3 to 0.6 s). It is dropped here.
// A repeated click on the same button is the server's to judge. Keyboard presses (detail 0) stay where the focus is.
"use strict";
(() => {
  const SOON = 800; // ms
  const NEAR = 30; // px
  let last = null;
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button, a, summary, [role=tab]");
    if (!button || event.detail === 0) return;
    const { clientX: x, clientY: y, timeStamp: at } = event;
    const label = (button.querySelector("p") ?? button).textContent; // without the arrow of a menu, which turns
    const here = last && at - last.at < SOON && Math.hypot(x - last.x, y - last.y) < NEAR;
    if (here && (button !== last.button || label !== last.label)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else last = { button, label, x, y, at };
  }, true);
})();
