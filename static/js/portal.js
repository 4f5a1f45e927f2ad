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
