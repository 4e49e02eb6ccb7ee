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

// Typed values are not lost by leaving a page unsent.
for (const form of document.querySelectorAll("form[data-keep]")) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
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
