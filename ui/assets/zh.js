// Streamlit's own words in Chinese. What people wrote is left alone; English that is not known is collected for the tests.
"use strict";
(() => {
  const WORDS = {
    "Streamlit server is not responding. Are you connected to the internet?": "系统没有应答。请检查网络；网络正常的，请稍候再试或者联系系统管理员。",
    "Connection lost. Please wait for the app to reconnect, then try again.": "连接中断。请等系统重新连接后再试一次。",
    "Sidebar": "侧栏", "App pages": "页面", "Skip to main content": "跳到主要内容", "Main menu": "主菜单", "Sidebar navigation": "导航", "Page navigation": "翻页", "Pagination": "翻页",
    "Close sidebar": "收起侧栏", "Open sidebar": "展开侧栏", "Expand sidebar": "展开侧栏", "Collapse sidebar": "收起侧栏",
    "Upload": "选择文件", "Browse files": "选择文件", "Drag and drop file here": "将文件拖放到此处",
    "Drag and drop files here": "将文件拖放到此处", "Press Enter to apply": "按回车键生效",
    "Press Ctrl+Enter to apply": "按 Ctrl+回车键生效", "Press Enter to submit form": "按回车键提交",
    "No results": "没有匹配项", "No options to select": "没有可选项", "Choose an option": "请选择", "Choose options": "请选择",
    "Clear value": "清除", "Clear all": "全部清除", "Clear": "清除", "Open": "展开", "Close": "关闭", "Remove": "移除",
    "Select all": "全选", "Running": "处理中", "Running...": "处理中…", "Stop": "停止", "Rerun": "刷新", "Connecting": "正在连接",
    "Connecting...": "正在连接…", "Connection error": "连接中断", "Connection lost": "连接中断", "Loading...": "载入中…",
    "Loading": "载入中", "Print": "打印", "Copy to clipboard": "复制", "Copied": "已复制", "Copied!": "已复制", "Settings": "设置", "About": "关于", "Deploy": "部署", "Clear cache": "清除缓存", "progress": "进度", "Error": "有误",
    "Record screen": "录制屏幕", "Page not found": "没有这个页面", "Previous": "上一页", "Next": "下一页",
    "Scroll tabs left": "向左翻页签", "Scroll tabs right": "向右翻页签", "Previous page": "上一页", "Next page": "下一页", "Previous month": "上个月", "Next month": "下个月",
    "Previous Month": "上个月", "Next Month": "下个月", "Select a date": "选择日期", "Select a time": "选择时间",
    "Select a date.": "选择日期", "Calendar": "日历", "Show help": "查看说明", "Show password": "显示密码", "Hide password": "隐藏密码", "Help": "说明", "Empty": "未填写", "yyyy": "年", "mm": "月", "dd": "日", "Choose date and time": "选择日期和时间",
    "Choose date": "选择日期", "Choose time": "选择时间", "file upload": "上传文件", "Add files": "添加文件", "Add file": "添加文件", "add icon": "添加", "Notifications": "提示", "Year": "年", "Month": "月", "Day": "日",
    "Time": "时间", "Hour": "时", "Minute": "分", "Increment": "增加",
    "Decrement": "减少", "increment": "增加", "decrement": "减少", "Step up": "增加", "Step down": "减少",
    "View all": "查看全部", "View less": "收起", "View more": "展开更多", "Show more": "展开更多", "Show less": "收起",
    "Is Streamlit still running?": "请稍候，系统正在恢复；长时间没有恢复的，请联系系统管理员。",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": "请稍候，系统正在恢复；长时间没有恢复的，请联系系统管理员。",
    "Connection timed out.": "连接超时，系统正在重新连接。", "Connection timed out": "连接超时", "Connecting to Streamlit server": "正在连接系统", "Network error": "网络中断",
    "No response received from server": "系统没有应答",
    "Error setting up request to server": "请求没有发出，请重试", "Cannot rerun script when disconnected from server.": "连接中断，暂时不能刷新。", "Cannot stop app when disconnected from server.": "连接中断，暂时不能停止。",
    "File type not allowed.": "不接收这种类型的文件。", "This type of files are not allowed.": "不接收这种类型的文件", "File size is too small.": "文件过小。", "Too many files": "文件过多",
    "Selected values": "已选的选项", "selected values": "已选的选项", "Suggestions": "可选项", "Show suggestions": "显示可选项", "Press Delete to remove tag.": "按删除键移除。",
    "Choose date range": "选择起止日期", "Clear date and time": "清除日期和时间", "Clear date": "清除日期", "Clear dates": "清除日期", "Clear entry": "清除", "Clear time": "清除时间",
    "First available date": "最早可选日期", "Last available date": "最晚可选日期", "Click to start selecting date range": "点击选择开始日期", "Click to finish selecting date range": "点击选择结束日期",
    "Start Date": "开始日期", "End Date": "结束日期", "AM/PM": "上午或下午", "AM": "上午", "PM": "下午", "Second": "秒", "era": "纪元", "date": "日期", "date and time": "日期和时间", "year": "年", "month": "月", "day": "日", "hour": "时", "minute": "分", "second": "秒", "weekday": "星期", "time zone": "时区",
    "number field": "数字框", "Date range": "起止日期", "Link to heading": "本节链接", "Close Search": "关闭搜索", "Drop files here": "将文件拖放到此处", "Warning": "注意", "Success": "成功", "Info": "提示",
    "Please select a valid date": "请选择有效日期", "Dismiss": "关闭", "year,": "年", "month,": "月", "day,": "日", "hour,": "时", "minute,": "分",
  };
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
  const WEEKDAYS = { Monday: "一", Tuesday: "二", Wednesday: "三", Thursday: "四", Friday: "五", Saturday: "六", Sunday: "日" };
  // An English day such as “Monday, March 2, 2026” as it reads in Chinese.
  const dayIn = (text) => {
    const found = /^(?:([A-Z][a-z]+day), )?([A-Z][a-z]+) (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})/.exec(text);
    if (!found || !MONTHS.includes(found[2])) return text;
    return `${found[4]}年${MONTHS.indexOf(found[2]) + 1}月${found[3]}日${found[1] ? `，星期${WEEKDAYS[found[1]]}` : ""}`;
  };
  // Streamlit's own entries among what people may choose.
  const IN_LISTS = [
    [/^Select all$/, "全选"],
    [/^Select (\d+) match(?:es)?$/, "选中相符的 $1 项"],
    [/^No results$/, "没有匹配项"],
    [/^Add: (.+)$/, "新写：$1"],
  ];
  const PATTERNS = [
    [/^(\d+)\/(\d+)$/, "$1/$2 字"],
    [/^.+\. Running the app's main page\.$/, "没有这个地址，已打开首页。请核对地址，或从左侧菜单进入。"],
    [/^Limit (\S+?) ?MB per file(?: • (.+))?$/, (m, size, types) => `每个不超过 ${size} MB` + (types ? `（${types}）` : "")],
    [/^(\S+?) ?MB per file(?: • (.+))?$/, (m, size, types) => `每个不超过 ${size} MB` + (types ? `（${types}）` : "")],
    [/^(?:(.*) )?files are not allowed\.?$/, (m, type) => (/^\.[A-Za-z0-9]+$/.test(type ?? "") ? `不接收 ${type} 文件` : "不接收这种类型的文件")],
    [/^(date and time|date|year|month|day|hour|minute|second|era|weekday|AM\/PM),\s*(.+)$/, (m, part, label) => `${WORDS[part]}，${label}`],
    [/^(.+) (start|end) date$/, (m, label, which) => `${label}${which === "start" ? "开始" : "结束"}日期`],
    [/^Selected Date: (.+)$/, (m, day) => `已选日期：${dayIn(day)}`],
    [/^Selected Range: (.+) (?:to|–) (.+)$/, (m, from, to) => `已选：${dayIn(from)}至${dayIn(to)}`],
    [/^Selected Time: (.+)$/, "已选时间：$1"],
    [/^Today, (.+?\d{4})( selected)?(, .+)?$/, (m, day, chosen) => `今天，${dayIn(day)}${chosen ? "，已选中" : ""}`],
    [/^(.+\d{4}) selected$/, (m, day) => `${dayIn(day)}，已选中`],
    [/^(?:Choose|Not available\.?|Selected\.?) (.+\d{4}).*$/, (m, day) => dayIn(day)],
    [/^(?:[A-Z][a-z]+day, )?[A-Z][a-z]+ \d{1,2}(?:st|nd|rd|th)?,? \d{4}.*$/, (m) => dayIn(m)],
    [/^([A-Z][a-z]+) (\d{4})$/, (m, month, year) => (MONTHS.includes(month) ? `${year}年${MONTHS.indexOf(month) + 1}月` : m)],
    [/^(Increase|Decrease) (.+)$/, (m, way, label) => `${way === "Increase" ? "增加" : "减少"}：${label}`],
    [/^View (\d+) more$/, "展开其余 $1 项"],
    [/^(\d+) notifications?\.?$/, "$1 条提示"],
    [/^File must be (\S+) or smaller\.?$/, "文件不能超过 $1"],
    [/^(?:Error)?:? ?Date.* set outside allowed range\. .* between (.+) and (.+?)\.$/, "应在 $1 至 $2 之间，请重新填写"],
    [/^(?:Error)?:? ?Date.* set outside allowed range\. .* on or before (.+?)\.$/, "不能晚于 $1，请重新填写"],
    [/^(?:Error)?:? ?Date.* set outside allowed range\. .* on or after (.+?)\.$/, "不能早于 $1，请重新填写"],
    [/^Selected (.+?)\. (.+)$/, "已选 $1。$2"],
    [/^Selected (.+)$/, "已选 $1"],
    [/^(\d+) options? available\.?$/, "共 $1 个选项"],
    [/^(\d+) results? available\.?$/, "共 $1 个结果"],
    [/^(\d+) – [A-Z][a-z]+$/, "$1 月"],
    [/^(.+), selected\.?$/, "$1，已选中"],
    [/^Connection failed with status (\d+)\.?$/, "连接失败（$1），请刷新页面"],
    [/^(?:\w*Error: )?Request failed with status code 413$/, "未上传：文件过大，或一次选择的文件合计过大，请分批上传"],
    [/^(?:\w*Error: )?Request failed with status code \d+$/, "未上传：请刷新页面后重新上传"],
    [/^Cancel upload of (.+)$/, "取消上传 $1"],
    [/^Remove (.+)$/, "移除 $1"],
    [/^Delete (.+)$/, "移除 $1"],
    [/^Clear (.+)$/, "清除 $1"],
    [/^Help for (.+)$/, "说明：$1"],
    [/^(?:Go to )?[Pp]age (\d+)$/, "第 $1 页"],
    [/^Page (\d+) of (\d+)$/, "第 $1 页，共 $2 页"],
  ];
  const ATTRIBUTES = ["aria-label", "placeholder", "title", "alt", "aria-description", "aria-valuetext"];
  // What people wrote, and what has no words of Streamlit in it.
  const FOREIGN = "[data-testid='stHtml'], [data-testid='stMarkdownContainer'], [role='option'], [data-baseweb='tag']";
  const NEVER = "[data-testid='stIconMaterial'], [data-testid='stFileUploaderFileName'], script, style, textarea, code, pre";
  const OURS_AGAIN = "[data-testid='stFileUploaderDropzone'], [role='dialog']";
  const unknown = new Set();
  window.onceUntranslated = unknown;

  const translated = (text) => {
    const plain = text.trim();
    if (!/[a-z]{2,}/.test(plain)) return null; // file types such as PDF stay
    if (/\.[A-Za-z0-9]{2,5}(, [\d.]+ ?[KMG]?B)?$/.test(plain) && !WORDS[plain] && !/^(Cancel|Remove|Delete) /.test(plain)) {
      return null; // a file's name
    }
    if (Object.hasOwn(WORDS, plain)) return text.replace(plain, WORDS[plain]);
    for (const [pattern, words] of PATTERNS) if (pattern.test(plain)) return plain.replace(pattern, words);
    if (!/[\u4e00-\u9fff]/.test(plain)) unknown.add(plain);
    return null;
  };

  const visitText = (node) => {
    const parent = node.parentElement;
    // The login has ended, here or in another tab: loading the page again leads to the login form.
    if (parent?.closest("[role='dialog']") && /^Connection failed with status 40[13]/.test(node.data)) return location.reload();
    if (parent?.closest("[role='dialog']") && /^\s*streamlit run/.test(node.data)) node.data = ""; // a command for programmers
    const entry = parent?.closest("[role='option']") && IN_LISTS.find(([words]) => words.test(node.data));
    if (entry) node.data = node.data.replace(...entry);
    if (parent === null || parent.closest(NEVER) || (parent.closest(FOREIGN) && !parent.closest(OURS_AGAIN))) return;
    const words = translated(node.data);
    if (words !== null && words !== node.data) node.data = words;
  };

  // Labels of fields, files and buttons are what people wrote, Latin words among them.
  const isOurs = (element) => element.closest("input, textarea, button, [data-testid='stFileUploaderFile'], [role='option']") !== null;

  const visitElement = (element) => {
    if (element.matches("script, style") || element.closest("[data-testid='stHtml']")) return;
    for (const name of ATTRIBUTES) {
      const value = element.getAttribute(name);
      if (value === null) continue;
      const entry = element.matches("[role='option']") && IN_LISTS.find(([words]) => words.test(value));
      const words = entry ? value.replace(...entry) : translated(value);
      if (words !== null && words !== value) element.setAttribute(name, words);
      else if (name === "aria-label" && /(^|[^\w./@-])[a-z]{3,}(?![\w./@-])/.test(value) && /[\u4e00-\u9fff]/.test(value) && !isOurs(element)) unknown.add(value);
    }
  };

  const visit = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return visitText(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    visitElement(root);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.nodeType === Node.TEXT_NODE) visitText(node); else visitElement(node);
    }
  };

  const observer = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(visit);
      else if (change.type === "characterData") visitText(change.target);
      else visitElement(change.target);
    }
  });
  const options = { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES };
  observer.observe(document.documentElement, options);
  document.addEventListener("DOMContentLoaded", () => visit(document.body));
})();
