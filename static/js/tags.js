// [data-suggest-url]: topics for the last word of a comma-separated field, offered in its datalist.
for (const field of document.querySelectorAll('[data-suggest-url]')) {
  const list = document.getElementById(field.getAttribute('list'));
  if (!list) continue;
  let timer;
  let asked;

  const suggest = async () => {
    const words = field.value.split(',');
    const last = words.pop().trim();
    if (!last) return list.replaceChildren();
    asked?.abort();
    asked = new AbortController();
    try {
      const url = `${field.dataset.suggestUrl}?q=${encodeURIComponent(last)}`;
      const answer = await fetch(url, { signal: asked.signal, headers: { Accept: 'application/json' } });
      if (!answer.ok || answer.redirected) return;
      const before = words.map((word) => `${word.trim()}, `).join('');
      list.replaceChildren(...(await answer.json()).map((name) => new Option('', before + name)));
    } catch { /* no connection: nothing is suggested */ }
  };

  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, 200);
  });
}
