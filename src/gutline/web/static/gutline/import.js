// Dropping files, and looking how far an import is; without this the same is done by hand.

const LOOKED_AFTER_MS = 1_000;

function takeDropped() {
  const place = document.getElementById("drop");
  const field = document.getElementById("files");
  if (!place || !field) return;
  const over = (event, is) => {
    event.preventDefault();
    place.classList.toggle("over", is);
  };
  place.addEventListener("dragenter", (event) => over(event, true));
  place.addEventListener("dragover", (event) => over(event, true));
  place.addEventListener("dragleave", (event) => over(event, false));
  place.addEventListener("drop", (event) => {
    over(event, false);
    if (!event.dataTransfer?.files.length) return;
    field.files = event.dataTransfer.files;
    document.getElementById("import-form").requestSubmit();
  });
}

if (document.querySelector("[data-reload]")) {
  setTimeout(() => location.reload(), LOOKED_AFTER_MS);
}
takeDropped();
