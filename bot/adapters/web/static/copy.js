// Copies the lasting address of an entry. The button shows only where the browser lets a page do that.
const button = document.getElementById("copy-link");
const status = document.getElementById("copy-status");
if (button && navigator.clipboard) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    status.textContent = "";
    try {
      await navigator.clipboard.writeText(new URL(button.dataset.address, location.href).href);
      status.textContent = "Copied";
    } catch {
      status.textContent = "The browser did not let us copy";
    }
    setTimeout(() => (status.textContent = ""), 4000);
  });
}
