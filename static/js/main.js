// The one entry. Each module attaches itself to its data attributes; the page works without any of them.
import './menu.js';
import './focus.js';
import './toolbar.js';
import './preview.js';
import './count.js';
import './tags.js';
import './similar.js';
import './find.js';
import './autosave.js';
import './keep.js';
import './copy.js';
import './passkey.js';
import './proceed.js';
import './printing.js';
