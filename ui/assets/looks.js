// How the pages look in this browser: large type (关怀模式), and the first pages of the menu as tabs at the foot of a telephone.
"use strict";
(() => {
  const KEY = "once.large";
  const TABS = 5; // at 375 px each has five characters
  const root = document.documentElement;
  const large = () => localStorage.getItem(KEY) === "yes";
  const dress = () => root.classList.toggle("once-large", large());
  dress(); // before anything is drawn

  const told = () => document.querySelector(".once-larger")?.setAttribute("aria-pressed", String(large()));

  // The menu stays in the page while it is closed: a tab is what it says there, and pressing one presses it.
  const tabbed = () => {
    const links = [...document.querySelectorAll("[data-testid='stSidebarNavLink']")].slice(0, TABS);
    const wanted = links.map((link) => [link.textContent.trim(), link.href, link.getAttribute("aria-current")].join(" ")).join("\n");
    let tabs = document.querySelector(".once-tabs");
    if (!links.length || tabs?.dataset.shown === wanted) return;
    if (!tabs) {
      tabs = document.createElement("nav");
      tabs.className = "once-tabs";
      tabs.setAttribute("aria-label", "常用页面");
      document.querySelector("[data-testid='stApp']").append(tabs); // within it are the colours of the theme
    }
    tabs.dataset.shown = wanted;
    tabs.replaceChildren(...links.map((link) => {
      const tab = document.createElement("a");
      tab.textContent = link.textContent.trim();
      tab.href = link.href;
      if (link.hasAttribute("aria-current")) tab.setAttribute("aria-current", "page");
      return tab;
    }));
  };

  window.onceChanged(told);
  window.onceChanged(tabbed);

  document.addEventListener("click", (event) => {
    if (event.target.closest?.(".once-larger")) {
      if (large()) localStorage.removeItem(KEY); else localStorage.setItem(KEY, "yes");
      dress();
      told();
    }
    const tab = event.target.closest?.(".once-tabs a");
    if (!tab || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const links = [...document.querySelectorAll("[data-testid='stSidebarNavLink']")];
    const link = links.find((one) => one.href === tab.href);
    if (!link) return;
    event.preventDefault();
    link.click();
    document.querySelector("[data-testid='stMain']")?.scrollTo(0, 0);
  });
})();
