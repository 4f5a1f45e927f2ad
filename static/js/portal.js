// Turns on what works better with JavaScript. Every page works without it.
const components = document.querySelector("meta[name=portal-components]").content;

document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");

const { initAll } = await import(components);
initAll();

// A fragment that arrives later has components of its own.
document.body.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) initAll({ scope: event.target });
});

// On a wide screen the filters stand open beside the list; on a phone they stay folded.
if (window.matchMedia("(min-width: 60em)").matches) {
  for (const panel of document.querySelectorAll(".portal-filters")) panel.open = true;
}

// What is folded away on the screen is shown on paper.
window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details.govuk-details")) details.open = true;
});

// A table that fits its frame scrolls nowhere: it is no stop for the keyboard, and no landmark.
const frames = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const scrolls = target.scrollWidth > target.clientWidth;
    target.dataset.label ??= target.getAttribute("aria-label");
    for (const [name, value] of Object.entries({ tabindex: "0", role: "region", "aria-label": target.dataset.label })) {
      if (scrolls) target.setAttribute(name, value);
      else target.removeAttribute(name);
    }
  }
});
const watchFrames = (scope) => scope.querySelectorAll(".portal-table-scroll").forEach((frame) => frames.observe(frame));
watchFrames(document);
document.body.addEventListener("htmx:load", (event) => watchFrames(event.target));

// A live region is read aloud when it changes: words that are fetched again and say the same stay as they are.
document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { fragment, target } = event.detail;
  if (fragment.textContent === target.textContent) event.preventDefault();
});

// Who could not take part in what is chosen is not offered; what is ticked or typed already stays to be seen.
document.body.addEventListener("htmx:afterSwap", ({ target }) => {
  const told = target.querySelector("[data-left-out]"), form = told?.closest("form");
  if (!form) return;
  const leftOut = told.dataset.leftOut.split(" ");
  for (const input of form.querySelectorAll("[data-party]")) {
    const isGiven = input.type === "checkbox" ? input.checked : input.value;
    const box = input.closest(".govuk-checkboxes__item, .govuk-form-group");
    box.hidden = leftOut.includes(input.dataset.party) && !isGiven && !box.contains(document.activeElement);
  }
});
