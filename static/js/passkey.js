// button[data-passkey=url] asks that address what to sign, lets the browser open (or create: data-passkey-do) a
// passkey, puts the answer into its form's "credential" and posts the form to the button's own address.
const able = window.PublicKeyCredential?.parseRequestOptionsFromJSON;

const ask = async (button, form) => {
  const answer = await fetch(button.dataset.passkey, {
    method: 'POST',
    headers: { 'X-CSRFToken': form.elements.csrf_token.value, Accept: 'application/json' },
  });
  if (answer.redirected) location.assign(answer.url);
  else if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.redirected ? null : answer.json();
};

const open = (options, create) => (create
  ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
  : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }));

for (const button of document.querySelectorAll('button[data-passkey]')) {
  const { form } = button;
  const note = form.querySelector('[data-passkey-note]');
  const say = (words) => { note.textContent = words; note.hidden = !words; };
  say(able ? '' : note.dataset.absent);
  button.hidden = !able;
  button.addEventListener('click', async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    say('');
    button.disabled = true;
    try {
      const options = await ask(button, form);
      if (options) {
        const answer = await open(options, button.dataset.passkeyDo === 'create');
        form.elements.credential.value = JSON.stringify(answer);
        button.disabled = false;
        form.requestSubmit(button);
      }
    } catch (fault) {
      say(fault.name === 'SecurityError' ? note.dataset.elsewhere : note.dataset.failed);
    }
    button.disabled = false;
  });
}
