// The frame of a PDF, made when its preview is unfolded. Only our own addresses for files, papers and previews are ever opened.
"use strict";
document.addEventListener("toggle", (event) => {
  const details = event.target;
  if (!details.open || !details.matches("details.once-pdf") || details.querySelector("iframe")) return;
  const address = new URL(details.querySelector("a").href);
  if (address.origin !== location.origin || !/^\/(files|documents|previews\/[\w-]+)\/[\w-]+$/.test(address.pathname)) return;
  const frame = document.createElement("iframe");
  frame.src = `${address.pathname}${address.search}#navpanes=0&view=FitH`; // the page, not its thumbnails
  frame.title = details.querySelector("summary").title;
  details.append(frame);
}, true);
