// What Streamlit's own page lacks: one address to ask, lists that are lists, an Escape that changes nothing, a menu that makes room.
"use strict";
(() => {
  // Without this the page asks for the server below its own address first, in vain.
  window.__streamlit = { BACKEND_BASE_URL: location.origin };

  // A group in the menu is a div among the items of a list, which is then no list to who hears the page.
  const menuRead = () => {
    const menu = document.querySelector("[data-testid='stSidebarNavItems']:has(> div)");
    menu?.setAttribute("role", "none");
    for (const item of menu?.querySelectorAll("li") ?? []) item.setAttribute("role", "none");
    for (const group of menu?.querySelectorAll(":scope > div") ?? []) {
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", group.querySelector("header p")?.textContent ?? "");
    }
  };

  // A table wider than the screen is scrolled by keys too.
  const tablesReached = () => {
    for (const table of document.querySelectorAll(".stHtml > .once-table")) {
      const wide = table.parentElement.scrollWidth > table.parentElement.clientWidth;
      if (wide) table.parentElement.tabIndex = 0; else table.parentElement.removeAttribute("tabindex");
    }
  };

  // What is mended whenever the page has changed, once for each frame; the scripts that follow add theirs.
  const mends = [menuRead, tablesReached];
  window.onceChanged = (mend) => mends.push(mend);
  let waiting = false;
  const mend = () => {
    waiting = false;
    for (const one of mends) one();
  };
  const soon = () => {
    if (!waiting) requestAnimationFrame(mend);
    waiting = true;
  };
  new MutationObserver(soon).observe(document.documentElement, { subtree: true, childList: true, characterData: true });
  addEventListener("resize", soon);

  // Escape closes a list; Streamlit empties the choice with it, and in a closed list too. Losing the focus closes it as well.
  document.addEventListener("keydown", (event) => {
    const list = event.key === "Escape" && event.target.closest?.("[data-testid='stSelectbox'] [role='combobox']");
    if (!list) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (list.getAttribute("aria-expanded") !== "true") return;
    list.blur();
    list.focus();
  }, true);

  // On a telephone the menu lies over the page: it goes once something is chosen.
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-testid='stSidebarNavLink']") || !matchMedia("(max-width: 48rem)").matches) return;
    document.querySelector("[data-testid='stSidebarCollapseButton'] button")?.click();
  });
})();
