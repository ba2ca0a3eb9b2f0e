// form[data-proceed] is sent as soon as it is shown: its button is for browsers without scripts.
for (const form of document.querySelectorAll('form[data-proceed]')) form.requestSubmit();
