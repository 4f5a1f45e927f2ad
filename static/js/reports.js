// Writing a part of a report: a toolbar for Markdown, and what is typed is kept every few seconds. Without this the
// form is the same, and "Preview" keeps what is typed.
const box = document.querySelector("[data-markdown]");
const area = document.getElementById(box.dataset.markdown);
const said = document.getElementById("autosave");
const form = area.form;

// --- Toolbar: one stop for the keyboard, arrows within -----------------------------------------------------------------
const around = (before, after, sample) => () => {
  const { selectionStart: start, selectionEnd: end, value } = area;
  put(start, end, before + (value.slice(start, end) || sample) + after, before.length, after.length);
};
const lines = (mark, sample) => () => {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const first = value.lastIndexOf("\n", start - 1) + 1;
  const chosen = value.slice(first, end) || sample;
  put(first, Math.max(end, first), chosen.split("\n").map((line) => mark + line).join("\n"), mark.length, 0);
};
const block = (text) => () => {
  const { selectionEnd: end, value } = area;
  put(end, end, (end && value[end - 1] !== "\n" ? "\n\n" : "") + text, 0, 0);
};

function put(start, end, text, before, after) {
  area.focus();
  area.setRangeText(text, start, end, "end");
  area.setSelectionRange(start + before, start + text.length - after);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function insertFigure() {
  form.elements.at.value = area.selectionEnd;
  form.requestSubmit(form.querySelector("[name=insert]"));
}

const TOOLS = [
  ["Bold", around("**", "**", "bold")],
  ["Heading", lines("# ", "Heading")],
  ["List", lines("- ", "One thing")],
  ["Table", block("| Council | Cost |\n|---|--:|\n| Bolsover | £0.00 |\n\n")],
  ["Link", around("[", "](https://)", "words of the link")],
  ["Insert a figure", insertFigure],
];

const bar = document.createElement("div");
bar.className = "portal-toolbar";
bar.setAttribute("role", "toolbar");
bar.setAttribute("aria-label", "Markdown");
bar.setAttribute("aria-controls", area.id);
const buttons = TOOLS.map(([name, act], number) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "portal-toolbar__tool";
  button.textContent = name;
  button.tabIndex = number ? -1 : 0;
  button.addEventListener("click", act);
  bar.append(button);
  return button;
});
bar.addEventListener("keydown", (event) => {
  const now = buttons.indexOf(document.activeElement);
  const to = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const next = buttons[(to + buttons.length) % buttons.length];
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
  next.focus();
});
area.before(bar);

// --- What is typed is kept ---------------------------------------------------------------------------------------------
const PAUSE = 2000; // after the last key
const LATEST = 10000; // while somebody types without a pause
let kept = area.value;
let waiting = 0;
let since = 0;

async function keep() {
  waiting = since = 0;
  const text = area.value;
  if (text === kept) return;
  const body = new FormData();
  for (const name of ["csrfmiddlewaretoken", "base"]) body.append(name, form.elements[name].value);
  body.append("text", text);
  try {
    const answer = await fetch(box.dataset.autosave, { method: "POST", body, redirect: "error" });
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("autosave-said");
    if (!answer.ok || !found) throw new Error();
    said.textContent = found.textContent;
    kept = text;
  } catch {
    said.textContent = "Not kept: the portal did not answer, or you are signed out. Leave this page open, and copy your text.";
  }
}

area.addEventListener("input", () => {
  since ||= Date.now();
  clearTimeout(waiting);
  waiting = setTimeout(keep, Math.max(0, Math.min(PAUSE, since + LATEST - Date.now())));
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") keep();
});
