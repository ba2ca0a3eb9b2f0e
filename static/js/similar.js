// [data-similar-url]: while a title is typed, the section data-similar-target shows prior answers (the server's HTML).
const PAUSE = 350;
const FEW = 4; // fewer letters say nothing

for (const field of document.querySelectorAll('[data-similar-url]')) {
  const target = document.getElementById(field.dataset.similarTarget);
  if (!target) continue;
  let timer;
  let asked;
  let last = field.value.trim();

  const ask = async () => {
    const title = field.value.trim();
    if (title === last) return;
    asked?.abort();
    asked = new AbortController();
    try {
      const url = `${field.dataset.similarUrl}?title=${encodeURIComponent(title)}`;
      const answer = await fetch(url, { signal: asked.signal, headers: { 'X-Fragment': '1' } });
      if (!answer.ok || answer.redirected) return;
      target.innerHTML = await answer.text();
      last = title;
    } catch { /* an older question, or no connection: what is shown stays */ }
  };

  field.addEventListener('input', () => {
    clearTimeout(timer);
    if (field.value.trim().length >= FEW) timer = setTimeout(ask, PAUSE);
  });
}
