// [data-similar-url]: while a title is typed, and the field named by data-similar-with, the section data-similar-target
// shows prior answers (the server's HTML). A link there takes the number of the draft along.
const PAUSE = 350;
const FEW = 4; // fewer letters say nothing
const MANY = 2000; // the server reads no more

for (const field of document.querySelectorAll('[data-similar-url]')) {
  const target = document.getElementById(field.dataset.similarTarget);
  const given = field.form?.elements;
  if (!target || !given) continue;
  const more = given[field.dataset.similarWith];
  const typed = () => ({ title: field.value.trim(), body: more?.value.slice(0, MANY).trim() ?? '' });
  let timer;
  let asked;
  let last = JSON.stringify(typed());

  const ask = async () => {
    const now = JSON.stringify(typed());
    if (now === last) return;
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(field.dataset.similarUrl, {
        method: 'POST',
        body: new URLSearchParams({ ...typed(), draft: given.draft?.value ?? '' }),
        signal: asked.signal,
        headers: { 'X-Fragment': '1', 'X-CSRFToken': given.csrf_token.value },
        redirect: 'error',
      });
      if (!answer.ok) return;
      target.innerHTML = await answer.text();
      last = now;
    } catch { /* an older question, or no connection: what is shown stays */ }
  };

  for (const one of [field, more]) {
    one?.addEventListener('input', () => {
      clearTimeout(timer);
      if (field.value.trim().length >= FEW) timer = setTimeout(ask, PAUSE);
    });
  }
  target.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-ask]');
    if (!link || !given.draft?.value) return;
    const address = new URL(link.href);
    address.searchParams.set('ask', given.draft.value);
    link.href = address.href;
  });
}
