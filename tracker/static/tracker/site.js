// Small comforts. Every page works without this file.
"use strict";

// An open menu closes on Escape and on a click elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// A form marked data-auto sends itself when a selection changes.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (form && event.target.matches("select, input[type=date]")) form.requestSubmit();
});

// Typed values are not lost. Leaving a page with unsent input asks first. What is sent is kept in this tab until the next
// page answers it: a sign-in in between (an ended session) and another language give it back to the form of the same
// address and account, any other page forgets it. A form with data-answered was filled in by the server.
const KEPT = "kept:";
const isLanguageSwitch = (form) => form.matches(".tools form") && form.querySelector("[name=language]") !== null;
const takeBack = (form, fields) => {
  for (const [name, value] of fields) {
    const field = form.elements.namedItem(name);
    if (field && !["hidden", "file", "password"].includes(field.type)) field.value = value;
  }
  for (const note of form.querySelectorAll("[data-kept]")) note.hidden = false;
};
for (const form of document.querySelectorAll("form[data-keep]")) {
  const place = `${KEPT}${form.dataset.keep}:${location.pathname}${location.search}`;
  let changed = false;
  let unsent = form.hasAttribute("data-answered");
  const keep = (newer) => {
    const fields = Array.from(new FormData(form)).filter(([, value]) => typeof value === "string");
    sessionStorage.setItem(place, JSON.stringify({ newer, fields }));
  };
  const stored = JSON.parse(sessionStorage.getItem(place) || "null");
  if (stored && (stored.newer || !unsent)) { takeBack(form, stored.fields); changed = true; }
  form.addEventListener("input", () => { changed = true; });
  document.addEventListener("submit", (event) => {
    if (event.target === form) keep(false);
    else if (isLanguageSwitch(event.target)) { if (changed) keep(true); } else return;
    changed = unsent = false;
  });
  window.addEventListener("beforeunload", (event) => { if (changed || unsent) event.preventDefault(); });
}
if (!document.querySelector("[data-holds]")) {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(KEPT)) sessionStorage.removeItem(name);
}

// A column copied from a spreadsheet fills the cells from the focused one downwards; Enter goes one cell down.
for (const table of document.querySelectorAll("table.matrix")) {
  const cells = () => Array.from(table.querySelectorAll("input.value"));
  table.addEventListener("paste", (event) => {
    const lines = event.clipboardData.getData("text").replace(/\r?\n$/, "").split(/\r?\n/);
    const from = cells().indexOf(event.target);
    if (from < 0 || lines.length < 2) return;
    event.preventDefault();
    lines.forEach((line, step) => {
      const cell = cells()[from + step];
      if (!cell) return;
      cell.value = line.split("\t")[0].trim();
      cell.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
  table.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input.value")) return;
    const next = cells()[cells().indexOf(event.target) + 1];
    if (next) { event.preventDefault(); next.focus(); next.select(); }
  });
}
