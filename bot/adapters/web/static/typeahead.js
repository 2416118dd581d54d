// Entries while typing: the combobox pattern of WAI-ARIA. Without scripts the box is a plain search field.
const WAIT_MS = 80;
const input = document.getElementById("q");
const list = document.getElementById("q-options");
const status = document.getElementById("q-status");
let entries = [];
let active = -1;
let timer = 0;
let request = null;

const go = (entry) => location.assign(`/terms/${encodeURIComponent(entry.slug)}`);

function close() {
  clearTimeout(timer);
  request?.abort();
  list.hidden = true;
  list.replaceChildren();
  entries = [];
  activate(-1);
  input.setAttribute("aria-expanded", "false");
}

function activate(place) {
  list.children[active]?.setAttribute("aria-selected", "false");
  active = place;
  const option = list.children[place];
  if (!option) return input.removeAttribute("aria-activedescendant");
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  return input.setAttribute("aria-activedescendant", option.id);
}

function line(name, text) {
  const element = document.createElement("span");
  element.className = name;
  element.dir = "auto";
  element.textContent = text;
  return element;
}

function option(entry, place) {
  const item = document.createElement("li");
  item.id = `q-option-${place}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.append(line("option-label", entry.label));
  if (entry.label !== entry.term) item.append(line("option-term", entry.term));
  item.append(line("option-text", entry.short_def));
  item.addEventListener("click", () => go(entry));
  return item;
}

function show(found) {
  if (document.activeElement !== input) return;
  entries = found;
  activate(-1);
  list.replaceChildren(...found.map(option));
  list.hidden = found.length === 0;
  input.setAttribute("aria-expanded", String(found.length > 0));
  status.textContent = found.length ? `${found.length} ${found.length === 1 ? "entry" : "entries"}, use the arrow keys` : "No entry begins like this; press Enter to ask";
}

async function suggest(text) {
  request?.abort();
  request = new AbortController();
  const { signal } = request;
  try {
    const response = await fetch(`/api/suggest?q=${encodeURIComponent(text)}`, { signal });
    if (response.ok && !signal.aborted) show(await response.json());
  } catch {
    // too slow, too many, or offline: typing goes on, and Enter still asks
  }
}

function typed() {
  clearTimeout(timer);
  const text = input.value.trim();
  if (!text) {
    close();
    status.textContent = "";
    return;
  }
  timer = setTimeout(suggest, WAIT_MS, text);
}

function pressed(event) {
  if (event.isComposing) return;
  const { length } = entries;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (!length) typed();
    else if (event.key === "ArrowDown") activate(active + 1 < length ? active + 1 : -1);
    else activate(active < 0 ? length - 1 : active - 1);
  } else if (event.key === "Enter" && active >= 0) {
    event.preventDefault();
    go(entries[active]);
  } else if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    close();
  } else if (event.key === "Tab") {
    close();
  }
}

if (input) {
  const roles = { role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" };
  for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
  list.setAttribute("role", "listbox");
  input.addEventListener("input", typed);
  input.addEventListener("keydown", pressed);
  input.addEventListener("blur", close);
  input.form.addEventListener("submit", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  document.querySelector(".search-key").hidden = false;
  document.addEventListener("keydown", (event) => {
    const elsewhere = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || elsewhere || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}
