// Amounts are grouped while they are typed (1,234,567.89). What is no plain number, as 120万, stays as it is typed.
"use strict";
(() => {
  const AMOUNT = "[data-testid='stMain'] input[placeholder='0.00']"; // the hint of fields of money, and of nothing else
  const PLAIN = /^-?\d[\d,]*(\.\d*)?$/;
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;

  const grouped = (text) => {
    const [whole, ...cents] = text.replaceAll(",", "").split(".");
    return [whole.replace(/\B(?=(\d{3})+$)/g, ","), ...cents].join(".");
  };

  // The caret stays behind the same digit.
  const behind = (text, signs) => {
    let at = 0;
    for (let left = signs; left > 0 && at < text.length; at += 1) if (text[at] !== ",") left -= 1;
    return at;
  };

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (event.isComposing || !field.matches?.(AMOUNT) || !PLAIN.test(field.value)) return;
    const text = grouped(field.value);
    if (text === field.value) return;
    const signs = field.value.slice(0, field.selectionStart).replaceAll(",", "").length;
    event.stopImmediatePropagation(); // Streamlit and `typed.js` hear of the grouped text alone
    set.call(field, text);
    const caret = behind(text, signs);
    field.setSelectionRange(caret, caret);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }, true);
})();
