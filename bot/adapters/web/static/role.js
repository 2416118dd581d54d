// Choosing a role takes effect at once; the button is for browsers without scripts.
const form = document.getElementById("role-form");
if (form) {
  form.querySelector("button").hidden = true;
  form.elements.role.addEventListener("change", () => form.requestSubmit());
}
