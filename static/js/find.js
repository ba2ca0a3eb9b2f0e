// "/" goes to the search box; in [data-hits] the arrows go from hit to hit, and up from the first one to [data-find].
const box = document.querySelector('[data-find]') ?? document.getElementById('find');
const list = document.querySelector('[data-hits]');
const links = [...(list?.querySelectorAll('h2 a') ?? [])];

const isTyping = (element) => element.isContentEditable || element.matches('input, textarea, select');
const isPlain = (event) => !event.ctrlKey && !event.altKey && !event.metaKey && !event.defaultPrevented;

document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || !box || !isPlain(event) || isTyping(event.target)) return;
  event.preventDefault();
  box.focus();
  box.select();
});

const move = (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.shiftKey || !isPlain(event)) return;
  const here = links.indexOf(document.activeElement);
  const target = here + step < 0 ? box : links[here + step];
  if (!target || (here < 0 && step < 0)) return;
  event.preventDefault();
  target.focus();
};

if (links.length) {
  list.addEventListener('keydown', move);
  if (box?.matches('[data-find]')) box.addEventListener('keydown', move);
}
