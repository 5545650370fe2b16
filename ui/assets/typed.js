// What is typed reaches the server within three seconds and before any press. What has not arrived is kept in this tab for
// the same person, and offered again on a page that had to be loaded anew: after a lost connection, a crash, a new login.
"use strict";
(() => {
  const QUIET = 800; // ms without a key: a pause between words
  const MOST = 2500; // ms of typing without a pause, so that three seconds are never lost
  const SENT = 100; // ms from giving a text to Streamlit until it is on its way, also on a slow machine
  const AGAIN = 2000; // ms between looks at what has not been confirmed
  const PRESSED = 1000; // ms until a page surely says that a press has begun to draw it anew
  const TRIES = 3;
  const STORE = "once.typed";
  const FIELDS = "[data-testid='stMain'] :is([data-testid='stTextInputField'], [data-testid='stNumberInputField'], "
    + "[data-testid='stTextArea'] textarea)";
  const KEYED = "[class*='st-key-']";
  const ANEW = "once.anew";
  const typed = new Map(); // by widget key: { label, text, given } that the server has not confirmed
  const tries = new Map();
  let due = null, composing = false, leaving = false, reloaded = sessionStorage.getItem(ANEW) !== null;
  let givenAt = -Infinity, pressedAt = -Infinity;
  let state, connected = false; // of the connection, and whether there was one before
  let offered = JSON.parse(sessionStorage.getItem(STORE) ?? "null");
  sessionStorage.removeItem(ANEW);

  const keyOf = (field) => [...field.closest(KEYED)?.classList ?? []].find((name) => name.startsWith("st-key-"));
  const fieldOf = (key) => [...document.querySelectorAll(`.${CSS.escape(key)} :is(input, textarea)`)].find((one) => one.matches(FIELDS));
  const labelOf = (field) => (field.getAttribute("aria-label") ?? "").replace(/（[^（）]*(必填|选填|建议填写)）$/, "");
  const place = () => location.pathname + location.search;
  const app = () => document.querySelector("[data-testid='stApp']");
  const held = () => document.querySelector(".once-held");
  const classOf = (key) => `st-key-${key.trim().replace(/[^a-zA-Z0-9_-]/g, "-")}`; // as Streamlit writes it

  const keep = () => {
    const person = held()?.dataset.person;
    if (!person) return;
    const unsent = [...(offered?.typed ?? []), ...typed];
    if (unsent.length) sessionStorage.setItem(STORE, JSON.stringify({ person, place: place(), typed: unsent }));
    else sessionStorage.removeItem(STORE);
  };

  // Streamlit sends a text when its field is left; React hears that as `focusout`, whether the focus goes or not. Fields that
  // a lost connection has disabled were never left: the browser takes their focus away without a word.
  const send = () => {
    clearTimeout(due?.timer);
    due = null;
    if (composing) return;
    for (const [key, entry] of typed) {
      if (entry.given !== entry.text) givenAt = performance.now();
      entry.given = entry.text;
      fieldOf(key)?.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    }
  };

  // A text that was given a moment ago goes out after the next paint; a press that overtook it would go without it, and a
  // step to another page would be taken back by it. Such a press waits, and finds its button again on a page drawn anew.
  const hold = (event) => {
    const pressed = event.target.closest?.(".stButton button, a"); // the button of a list acts before it is clicked
    if (!pressed || performance.now() - givenAt > SENT) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const key = keyOf(pressed);
    setTimeout(() => {
      givenAt = -Infinity;
      (pressed.isConnected ? pressed : key && document.querySelector(`.${CSS.escape(key)} button`))?.click();
    }, SENT);
  };

  const schedule = () => {
    const first = due?.first ?? Date.now();
    clearTimeout(due?.timer);
    due = { first, timer: setTimeout(send, Math.max(0, Math.min(QUIET, first + MOST - Date.now()))) };
  };

  const confirm = () => {
    const told = held()?.dataset.held;
    if (!told || !typed.size) return;
    const arrived = new Map(Object.entries(JSON.parse(told)).map(([key, text]) => [classOf(key), text]));
    for (const [key, { text }] of typed) {
      const there = arrived.get(key) ?? ""; // an emptied number is not there
      if (there !== text && !(there && text && Number(there) === Number(text))) continue;
      typed.delete(key);
      tries.delete(key);
    }
    keep();
  };

  // What the last page of this tab could not send, into the fields that still ask for it.
  const offer = () => {
    const person = held()?.dataset.person;
    if (!person) return;
    if (reloaded) tell("连接中断过，本页已按服务器保存的内容重新显示，请核对后再提交。");
    reloaded = false;
    if (!offered) return;
    if (offered.person !== person || offered.place !== place()) { offered = null; keep(); return; }
    const restored = offered.typed.filter(([key, { text }]) => offers(key, text));
    if (restored.length) tell(`尚未保存的内容已重新填入：${restored.map(([, { label }]) => label).join("、")}。请核对。`);
  };

  const offers = (key, text) => {
    const field = fieldOf(key);
    if (!field || field.disabled) return false;
    offered.typed = offered.typed.filter(([other]) => other !== key);
    if (field.value === text) return false;
    setTimeout(enter, SENT, key, text); // Streamlit gives a new field its first value after this moment
    return true;
  };

  const enter = (key, text) => {
    const field = fieldOf(key);
    if (!field) return;
    write(field, text);
    send();
  };

  const write = (field, text) => {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const quiet = () => app()?.dataset.testConnectionState === "CONNECTED" && app().dataset.testScriptState === "notRunning"
    && performance.now() - pressedAt > PRESSED;

  // What was given and is still not confirmed got lost in a page just being drawn: it is written once more, and asked about;
  // never on top of a press.
  const insist = () => {
    if (!quiet()) return;
    for (const [key, { text, given }] of [...typed]) {
      const field = fieldOf(key);
      if (given !== text || field?.value !== text || field.disabled || (tries.get(key) ?? 0) >= TRIES) continue;
      tries.set(key, (tries.get(key) ?? 0) + 1);
      const { selectionStart, selectionEnd } = field;
      write(field, `${text} `);
      write(field, text);
      if (field === document.activeElement && selectionStart !== null) field.setSelectionRange(selectionStart, selectionEnd);
      send();
      setTimeout(() => { if (quiet()) ask(); }, SENT);
    }
  };

  const tell = (words) => {
    const box = document.querySelector(".once-again") ?? document.createElement("div");
    box.className = "once-again";
    box.setAttribute("role", "status");
    const line = document.createElement("p");
    line.textContent = words;
    box.append(line);
    document.body.append(box);
    box.addEventListener("click", () => box.remove());
  };

  // A page that another session drew holds values the server does not know: it is loaded anew from what the server has.
  const anew = () => {
    if (leaving || !document.querySelector(".once-anew")) return;
    leaving = true;
    keep();
    sessionStorage.setItem(ANEW, "1");
    location.reload();
  };

  // Streamlit says nothing to the server when the connection is back; the server is asked whose session it is.
  const reconnected = () => {
    const now = app()?.dataset.testConnectionState;
    if (!now || now === state) return;
    state = now;
    for (const own of document.querySelectorAll("[data-testid='stBidiComponent']")) rest(own, now !== "CONNECTED");
    if (now !== "CONNECTED") return;
    if (connected) { setTimeout(send, QUIET); ask(); }
    connected = true;
  };

  // Streamlit disables its own fields while the connection is away; a component of ours gives what it has and rests too.
  const rest = (own, away) => {
    if (away && !own.inert) [...own.querySelectorAll("*")].find((one) => one.shadowRoot)?.shadowRoot.activeElement?.blur();
    own.inert = away;
  };

  const ask = () => document.querySelector(".st-key-once-reconnected button")?.click();

  document.addEventListener("input", (event) => {
    const field = event.target, key = field.matches?.(FIELDS) && keyOf(field);
    if (!key) return;
    typed.set(key, { label: labelOf(field), text: field.value });
    keep();
    schedule();
  }, true);
  document.addEventListener("compositionstart", () => { composing = true; }, true);
  document.addEventListener("compositionend", () => { composing = false; schedule(); }, true);
  // Before a press, also where a tap does not take the focus away.
  document.addEventListener("pointerdown", (event) => { if (event.target !== document.activeElement) send(); }, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("button, a")) pressedAt = performance.now();
    if (event.target !== document.activeElement) send();
    hold(event);
  }, true);
  addEventListener("beforeunload", (event) => {
    send();
    confirm();
    if (typed.size && !leaving) event.preventDefault();
  });

  setInterval(insist, AGAIN);
  new MutationObserver(() => { reconnected(); anew(); confirm(); offer(); }).observe(document, {
    subtree: true, childList: true, attributes: true,
    attributeFilter: ["data-held", "data-test-script-state", "data-test-connection-state"],
  });
})();
