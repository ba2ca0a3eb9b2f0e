// [data-preview=id] shows the text field with that id as the server will render it (its data-preview-url).
for (const button of document.querySelectorAll('[data-preview]')) {
  const field = document.getElementById(button.dataset.preview);
  const pane = document.getElementById(button.getAttribute('aria-controls'));
  if (!field?.dataset.previewUrl || !pane) continue;
  let timer;
  let asked;

  const show = async () => {
    asked?.abort();
    asked = new AbortController();
    const token = field.form.elements.csrf_token;
    try {
      const answer = await fetch(field.dataset.previewUrl, {
        method: 'POST',
        body: new URLSearchParams({ body: field.value }),
        headers: { 'X-CSRFToken': (token[0] ?? token).value },
        signal: asked.signal,
      });
      if (!answer.ok || answer.redirected) return;
      pane.innerHTML = await answer.text(); // rendered and sanitised by the server
      pane.classList.add('prose');
    } catch { /* no connection: the last preview stays */ }
  };

  button.addEventListener('click', () => {
    pane.hidden = !pane.hidden;
    button.setAttribute('aria-pressed', String(!pane.hidden));
    if (!pane.hidden) show();
  });
  field.addEventListener('input', () => {
    clearTimeout(timer);
    if (!pane.hidden) timer = setTimeout(show, 500);
  });
}
