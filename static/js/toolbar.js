// [data-tools=id]: Markdown buttons (data-md) for the text field with that id. Hidden where this does not run.
const wraps = { bold: ['**', '**'], italic: ['*', '*'], link: ['[', '](https://)'] };
const starts = { quote: '> ', list: '- ' };
const table = '| A | B |\n| --- | --- |\n|  |  |';

// insertText keeps the browser's undo; setRangeText is the way where it is refused
const put = (field, from, to, text) => {
  field.focus();
  field.setSelectionRange(from, to);
  if (document.execCommand?.('insertText', false, text)) return;
  field.setRangeText(text, from, to, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
};

const wrap = (field, [before, after]) => {
  const { selectionStart: from, selectionEnd: to, value } = field;
  put(field, from, to, before + value.slice(from, to) + after);
  field.setSelectionRange(from + before.length, to + before.length);
};

const eachLine = (field, start) => {
  const { selectionStart, selectionEnd, value } = field;
  const from = value.lastIndexOf('\n', selectionStart - 1) + 1;
  const lines = value.slice(from, selectionEnd).split('\n');
  put(field, from, selectionEnd, lines.map((line) => start + line).join('\n'));
};

const block = (field, text) => {
  const from = field.selectionStart;
  put(field, from, field.selectionEnd, (from && field.value[from - 1] !== '\n' ? '\n\n' : '') + text + '\n');
};

const code = (field) => {
  const chosen = field.value.slice(field.selectionStart, field.selectionEnd);
  if (chosen.includes('\n')) block(field, '```\n' + chosen + '\n```');
  else wrap(field, ['`', '`']);
};

for (const tools of document.querySelectorAll('[data-tools]')) {
  const field = document.getElementById(tools.dataset.tools);
  if (!field) continue;
  tools.hidden = false;
  tools.addEventListener('click', (event) => {
    const kind = event.target.closest('[data-md]')?.dataset.md;
    if (!kind) return;
    if (kind in wraps) wrap(field, wraps[kind]);
    else if (kind in starts) eachLine(field, starts[kind]);
    else if (kind === 'code') code(field);
    else block(field, table);
  });
}
