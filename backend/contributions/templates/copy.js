// Copy buttons: shown only where the browser can copy.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.parentElement.hidden = false
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent)
      document.getElementById("copied").textContent = button.dataset.copied
    })
  }
}
