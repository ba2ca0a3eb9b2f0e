// [data-count=id]: "{left} characters left" of the maxlength of the field with that id.
for (const note of document.querySelectorAll('[data-count]')) {
  const field = document.getElementById(note.dataset.count);
  if (!field || field.maxLength < 0) continue;
  const say = () => {
    note.textContent = note.dataset.words.replace('{left}', field.maxLength - field.value.length);
  };
  field.addEventListener('input', say);
  say();
}
