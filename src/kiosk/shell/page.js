// Elements, and the sheets that lie over the page: one after the other, nothing of
// them stays when they close.

/** An element. `set` has attributes, `class`, `text`, and listeners as functions. */
function el(tag, set = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(set)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (name === 'text') element.textContent = value;
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

/** A drawing from the worker's path. */
function drawing({ size, path }, label) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
  svg.setAttribute('class', 'qr');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  const drawn = document.createElementNS(space, 'path');
  drawn.setAttribute('d', path);
  svg.append(drawn);
  return svg;
}

const button = (text, press, kind = '') => el('button', { type: 'button', class: `btn ${kind}`.trim(), text, click: press });

function makeSheets({ place, closed = () => {} }) {
  const shown = new Set();
  return {
    /**
     * Shows a sheet and waits for what is chosen there. `fill(done, sheet)` gives its
     * content; it has a heading `#NAME-judul`. Null when it is closed for the resident.
     */
    ask(name, fill, { escape = true } = {}) {
      return new Promise((resolve) => {
        const sheet = el('dialog', { class: `sheet sheet--${name}`, 'aria-labelledby': `${name}-judul` });
        const done = (value = null) => {
          if (!shown.delete(done)) return;
          sheet.close();
          sheet.remove();
          closed();
          resolve(value);
        };
        shown.add(done);
        sheet.addEventListener('cancel', (event) => {
          event.preventDefault();
          if (escape) done(null);
        });
        sheet.append(...[fill(done, sheet)].flat());
        place.append(sheet);
        sheet.showModal();
      });
    },
    /** Closes all of them. */
    closeAll() { for (const done of [...shown].reverse()) done(null); },
  };
}

/** A sheet's heading, which takes the focus. */
const title = (name, text, focus = true) => el('h1', { id: `${name}-judul`, tabindex: '-1', autofocus: focus, text });
