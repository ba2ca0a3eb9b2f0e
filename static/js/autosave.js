// form[data-autosave-url]: sends the fields at pauses and when the focus leaves; says so in [data-draft-note].
// The answer may be {"fields": {"draft": "12"}}: values for hidden fields, so that the next save goes to the same draft.
// keep.js holds the copy in this browser; "quorum:saved" tells it what the server has.
const PAUSE = 1500;

const start = (form) => {
  const note = form.querySelector('[data-draft-note]');
  let timer;
  let saving = false;
  let submitted = false;
  let wait = PAUSE;

  const fields = () => [...new FormData(form)].filter(([name, value]) => name !== 'csrf_token' && typeof value === 'string');
  const snapshot = () => JSON.stringify(fields().filter(([name]) => form.elements[name]?.type !== 'hidden'));
  let saved = snapshot();

  const say = (state, words) => {
    if (!note || note.dataset.state === 'offer') return;
    note.dataset.state = state;
    note.textContent = words;
  };
  const time = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });

  const save = async (last = false) => {
    clearTimeout(timer);
    const now = snapshot();
    if (now === saved || submitted || (saving && !last)) return;
    saving = true;
    try {
      const answer = await fetch(form.dataset.autosaveUrl, {
        method: 'POST',
        body: new URLSearchParams(fields()),
        headers: { 'X-CSRFToken': form.elements.csrf_token.value, Accept: 'application/json' },
        redirect: 'manual',
        keepalive: last && now.length < 60_000, // browsers refuse more
      });
      if (!answer.ok) {
        const out = answer.type === 'opaqueredirect' || [400, 401].includes(answer.status);
        say('failed', out ? note?.dataset.signedOut : note?.dataset.refused);
        wait = Math.min(wait * 2, 60_000);
        return;
      }
      saved = now;
      wait = PAUSE;
      const text = await answer.text();
      const reply = answer.headers.get('Content-Type')?.includes('json') ? JSON.parse(text) : {};
      for (const [name, value] of Object.entries(reply.fields ?? {})) {
        if (form.elements[name]) form.elements[name].value = value;
      }
      say('saved', note?.dataset.saved.replace('{time}', time()));
      form.dispatchEvent(new CustomEvent('quorum:saved', { detail: now }));
    } catch {
      say('failed', note?.dataset.failed);
      wait = Math.min(wait * 2, 60_000);
    } finally {
      saving = false;
      if (snapshot() !== saved && !submitted) timer = setTimeout(save, wait);
    }
  };

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };
  form.addEventListener('input', soon);
  form.addEventListener('quorum:unsaved', () => { saved = ''; soon(); });
  form.addEventListener('focusout', () => save());
  form.addEventListener('submit', () => { submitted = true; clearTimeout(timer); });
  document.addEventListener('visibilitychange', () => { if (document.hidden) save(true); });
  addEventListener('online', () => save());
};

document.querySelectorAll('form[data-autosave-url]').forEach(start);
