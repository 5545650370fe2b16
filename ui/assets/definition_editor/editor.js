// The editor of definitions: a text area with line numbers, stripes on the lines with remarks, and the remarks to click on.
// Called anew with every change of the data; what people have typed is replaced only when `epoch` changes.
const QUIET = 700; // milliseconds without a key before the text is sent: long enough for a word, short enough to feel live
const MOST = 2500; // milliseconds of typing without a pause: three seconds are never lost
const LINE = 20; // pixels; the style sheet has the same height
const INDENT = "  ";
const NAMES = { error: "错误", draft: "还不能运行", warning: "提醒" };
const RANK = ["error", "draft", "warning"];

const element = (name, className, text = "") => {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
};

const build = (root, editor) => {
  const code = element("div", "code");
  editor.gutter = element("div", "gutter");
  editor.gutter.setAttribute("aria-hidden", "true");
  editor.paper = element("div", "paper");
  editor.stripes = element("div", "stripes");
  editor.area = element("textarea", "area");
  editor.area.setAttribute("aria-label", "事项定义文本");
  editor.area.setAttribute("aria-describedby", "once-editor-hint");
  Object.assign(editor.area, { spellcheck: false, wrap: "off", autocomplete: "off" });
  editor.paper.append(editor.stripes, editor.area);
  code.append(editor.gutter, editor.paper);
  const side = element("div", "side");
  editor.summary = element("p", "summary");
  editor.summary.setAttribute("role", "status");
  editor.list = element("ol", "remarks");
  side.append(editor.summary, editor.list);
  const hint = element("p", "hint", "Tab 键缩进；先按 Esc 再按 Tab 离开编辑框。停顿片刻即自动保存并检查。");
  hint.id = "once-editor-hint";
  const frame = element("div", "frame");
  frame.append(code, side);
  root.append(frame, hint);
  listen(editor);
};

const listen = (editor) => {
  const { area } = editor;
  area.addEventListener("scroll", () => follow(editor));
  area.addEventListener("input", () => {
    number(editor);
    clearTimeout(editor.timer);
    editor.since ??= Date.now();
    editor.timer = setTimeout(() => send(editor), Math.max(0, Math.min(QUIET, editor.since + MOST - Date.now())));
  });
  area.addEventListener("blur", () => send(editor));
  area.addEventListener("keydown", (event) => press(editor, event));
};

const send = (editor) => {
  clearTimeout(editor.timer);
  editor.since = undefined;
  const text = editor.area.value;
  if (text === editor.sent || editor.area.readOnly) return;
  editor.sent = text;
  editor.summary.textContent = "正在保存并检查…";
  editor.setText(text);
};

const press = (editor, event) => {
  const { area } = editor;
  if (event.key === "Escape") editor.leaving = true;
  else if (event.key === "Tab" && !event.shiftKey && !editor.leaving && !area.readOnly) {
    event.preventDefault();
    insert(area, INDENT);
  } else if (event.key === "Enter" && !event.isComposing && !area.readOnly) {
    event.preventDefault();
    const line = area.value.slice(0, area.selectionStart).split("\n").pop();
    insert(area, "\n" + line.match(/^ */)[0]);
  }
  if (event.key !== "Escape" && event.key !== "Shift") editor.leaving = false;
};

// Through the browser's own command, so that it can be undone.
const insert = (area, text) => {
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input"));
  }
};

const number = (editor) => {
  const count = editor.area.value.split("\n").length;
  if (count === editor.count) return;
  editor.count = count;
  editor.gutter.replaceChildren(...Array.from({ length: count }, (_, n) => element("div", "number", String(n + 1))));
  mark(editor);
};

const mark = (editor) => {
  const worst = new Map();
  for (const { line, severity } of editor.remarks) {
    const known = worst.get(line);
    if (known === undefined || RANK.indexOf(severity) < RANK.indexOf(known)) worst.set(line, severity);
  }
  [...editor.gutter.children].forEach((one, n) => { one.className = `number ${worst.get(n + 1) ?? ""}`; });
  editor.stripes.replaceChildren(...[...worst].map(([line, severity]) => {
    const stripe = element("div", `stripe ${severity}`);
    stripe.style.top = `${(line - 1) * LINE}px`;
    return stripe;
  }));
  follow(editor);
};

const follow = (editor) => {
  const { area } = editor;
  editor.gutter.scrollTop = area.scrollTop;
  editor.stripes.style.transform = `translateY(${-area.scrollTop}px)`;
};

const show = (editor) => {
  const count = (severity) => editor.remarks.filter((one) => one.severity === severity).length;
  const said = RANK.filter(count).map((severity) => `${NAMES[severity]} ${count(severity)} 处`);
  editor.summary.textContent = said.length ? said.join("，") : "没有问题";
  editor.list.replaceChildren(...editor.remarks.map((remark) => {
    const item = element("li", remark.severity);
    const button = element("button", "go", `第 ${remark.line} 行　${NAMES[remark.severity]}`);
    button.type = "button";
    button.addEventListener("click", () => jump(editor, remark.line));
    item.append(button, element("span", "said", remark.message));
    return item;
  }));
};

const jump = (editor, line) => {
  const { area } = editor;
  const lines = area.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  area.scrollTop = Math.max(0, (line - 6) * LINE);
  area.scrollLeft = 0;
};

const editors = new WeakMap();

export default function render({ parentElement, data, setStateValue }) {
  const root = parentElement;
  let editor = editors.get(root);
  if (editor === undefined) {
    editor = { remarks: [], count: 0 };
    editors.set(root, editor);
    build(root, editor);
  }
  editor.setText = (text) => setStateValue("text", text);
  editor.area.readOnly = data.locked;
  editor.remarks = data.remarks;
  if (editor.epoch !== data.epoch) {
    editor.epoch = data.epoch;
    editor.area.value = editor.sent = data.text;
    editor.count = 0;
  }
  number(editor);
  mark(editor);
  show(editor);
}
