// What stands below a field belongs to it, also for who hears the page; what was wrong leads to its field.
"use strict";
(() => {
  const FIELDS = "[class*='st-key-'][class*='-field']";
  const CONTROLS = "input:not([type='radio'], [type='file']), textarea, [role='radiogroup'], [role='spinbutton']";
  const REACHED = "input:not([type='file']), textarea, [role='spinbutton'], button:not([tabindex='-1'])";
  const ID = "once-below-";
  const arrived = new Set();
  let count = 0;

  const idOf = (part) => (part.id ||= `${ID}${++count}`);
  const set = (element, name, value) => {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  };

  // Of a field with rows its own list of defects stands apart from the fields in the rows.
  const belong = () => {
    for (const field of document.querySelectorAll(FIELDS)) {
      const own = (what) => [...field.querySelectorAll(`:scope > [data-testid='stElementContainer'] :is(${what})`)];
      const below = own(".once-note, .once-problem").map(idOf).join(" ");
      const wrong = own(".once-problem").length > 0;
      for (const control of own(CONTROLS)) {
        if (below) set(control, "aria-describedby", below);
        else if (control.getAttribute("aria-describedby")?.startsWith(ID)) control.removeAttribute("aria-describedby");
        if (wrong) set(control, "aria-invalid", "true");
        else if (control.getAttribute("aria-invalid") === "true") control.removeAttribute("aria-invalid");
      }
    }
  };

  // What lies ahead may be longer than the screen: it is scrolled by keys too.
  const scrolled = () => {
    for (const box of document.querySelectorAll("[data-testid='stLayoutWrapper']:has(> .st-key-once-ahead)")) {
      if (box.scrollHeight > box.clientHeight + 1) box.tabIndex = 0; else box.removeAttribute("tabindex");
    }
  };

  const reach = (name) => {
    const place = document.querySelector(`.${CSS.escape(name)}`);
    const first = place?.querySelector(REACHED);
    const control = first?.closest("[role='radiogroup']")?.querySelector(":checked") ?? first;
    place?.scrollIntoView({ block: place.clientHeight < innerHeight / 2 ? "center" : "start" });
    control?.focus({ preventScroll: true });
    return Boolean(place);
  };

  // A part of a page that was just asked for is read first. `data-arrive` is another one each time.
  const arrive = () => {
    for (const part of document.querySelectorAll("[data-arrive]")) {
      const { arrive: name, to } = part.dataset;
      if (arrived.has(name) || (to && !reach(to))) continue; // the place may not be drawn yet
      arrived.add(name);
      if (to) continue;
      part.scrollIntoView({ block: "center" });
      part.focus({ preventScroll: true });
    }
  };

  for (const mend of [belong, scrolled, arrive]) window.onceChanged(mend);

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-to]");
    if (!link) return;
    event.preventDefault();
    reach(link.dataset.to);
  });
})();
