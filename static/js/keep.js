// The copy of a form[data-autosave-url] in this browser: from the first key until the server has the text.
// Offered back after a reload. Removed when saved, when posted, on sign-out (form[data-forget-drafts]), and after a month.
const viewer = document.documentElement.dataset.viewer;
const PREFIX = 'quorum:draft:';
const MONTH = 30 * 24 * 3600 * 1000;
const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
const snapshot = (form) => JSON.stringify([...new FormData(form)]
  .filter(([name, value]) => typeof value === 'string' && form.elements[name]?.type !== 'hidden'));

const putBack = (form, fields) => {
  const left = JSON.parse(fields);
  for (const field of form.elements) {
    if (!field.name || ['hidden', 'submit', 'button', 'file'].includes(field.type)) continue;
    const at = left.findIndex(([name, value]) => name === field.name
      && (!['checkbox', 'radio'].includes(field.type) || value === field.value));
    if (['checkbox', 'radio'].includes(field.type)) field.checked = at >= 0;
    else if (at >= 0) field.value = left[at][1];
    if (at >= 0) left.splice(at, 1);
  }
  form.dispatchEvent(new Event('input', { bubbles: true }));
};

const offer = (form, key, copy) => {
  const note = form.querySelector('[data-draft-note]');
  if (!note) return;
  const { kept, restore, discard } = note.dataset;
  const when = new Date(copy.at).toLocaleString(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' });
  const button = (words, act) => {
    const it = Object.assign(document.createElement('button'), { type: 'button', className: 'btn', textContent: words });
    it.dataset.size = 'small';
    it.addEventListener('click', () => {
      delete note.dataset.state;
      note.textContent = '';
      act();
    });
    return it;
  };
  note.dataset.state = 'offer';
  note.replaceChildren(kept.replace('{time}', when),
    button(restore, () => putBack(form, copy.fields)), button(discard, () => localStorage.removeItem(key)));
};

const start = (form) => {
  const key = `${PREFIX}${viewer}:${form.dataset.autosaveKey ?? location.pathname}`;
  const copy = read(key);
  if (copy?.posted) localStorage.setItem(key, JSON.stringify({ ...copy, posted: false })); // it came back
  if (copy && copy.fields !== snapshot(form)) offer(form, key, copy);
  else if (copy) form.dispatchEvent(new Event('quorum:unsaved'));
  const keep = (posted) => {
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields: snapshot(form), posted }));
    } catch { /* full or forbidden: the server's copy is all there is */ }
  };
  form.addEventListener('input', () => keep(false));
  form.addEventListener('submit', () => keep(true));
  form.addEventListener('quorum:saved', (event) => {
    if (event.detail === snapshot(form)) localStorage.removeItem(key);
  });
  return key;
};

const tidy = (here) => {
  const failed = document.querySelector('[data-error-page]');
  for (const key of keys()) {
    const copy = read(key);
    const arrived = copy?.posted && viewer && !failed && key.startsWith(`${PREFIX}${viewer}:`) && !here.includes(key);
    if (!copy || arrived || Date.now() - copy.at > MONTH) localStorage.removeItem(key);
  }
};

try {
  tidy(viewer ? [...document.querySelectorAll('form[data-autosave-url]')].map(start) : []);
  for (const form of document.querySelectorAll('form[data-forget-drafts]')) {
    form.addEventListener('submit', () => keys().forEach((key) => localStorage.removeItem(key)));
  }
} catch { /* storage is forbidden here */ }
