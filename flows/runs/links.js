// Links of the console that lead to its makers are not shown, and none is followed; those to the product are.
(() => {
  localStorage.setItem("prefect-show-promotional-content", "false");
  const product = "ADDRESS";
  const allowed = (url) => {
    const target = new URL(url, location.href);
    return target.origin === location.origin || target.origin === new URL(product).origin || target.protocol === "blob:";
  };
  const guard = (event) => {
    const link = event.target instanceof Element && event.target.closest("a[href]");
    if (link && !allowed(link.href)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  };
  ["click", "auxclick"].forEach((kind) => addEventListener(kind, guard, true));
  const open = window.open.bind(window);
  window.open = (url, ...rest) => (url && !allowed(url) ? null : open(url, ...rest));
  const style = document.createElement("style");
  style.textContent =
    `a[href^="http"]:not([href^="${location.origin}/"]):not([href^="${product}/"]) { display: none !important; }`;
  document.head.append(style);
})();
