// A vote without leaving the page. Whatever goes wrong is said beside the buttons.
const form = document.getElementById("vote-form");
const status = document.getElementById("vote-status");
const LOST = "That did not reach us. Please try again.";

async function send(vote) {
  const fields = new URLSearchParams(new FormData(form));
  fields.set("helpful", vote);
  const response = await fetch(form.action, { method: "POST", body: fields, headers: { accept: "application/json" } });
  if (response.ok) return "Thank you, that is noted.";
  const problem = await response.json().catch(() => ({}));
  return typeof problem.detail === "string" ? problem.detail : LOST;
}

if (form) {
  const buttons = [...form.querySelectorAll("button")];
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const vote = event.submitter?.value ?? "yes";
    if (form.getAttribute("aria-busy") === "true") return;
    form.setAttribute("aria-busy", "true");
    status.textContent = "";
    status.textContent = await send(vote).catch(() => LOST);
    const noted = status.textContent.startsWith("Thank");
    for (const button of buttons) button.setAttribute("aria-pressed", String(noted && button.value === vote));
    form.removeAttribute("aria-busy");
  });
}
