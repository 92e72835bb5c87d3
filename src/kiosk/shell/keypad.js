// The kiosk's own keys, for the boxes of the residents' pages and for its own. No
// system keyboard comes up (`inputmode="none"`); a keyboard of hardware goes on
// working beside them.

/**
 * What a key makes of a text. `key` is a character, or one of `back`, `left`, `right`.
 * Null where it does nothing.
 */
function press({ value, start, end, longest = -1 }, key) {
  const before = value.slice(0, start), after = value.slice(end);
  switch (key) {
    case 'left':
      return { value, caret: Math.max(0, start - 1) };
    case 'right':
      return { value, caret: Math.min(value.length, end + 1) };
    case 'back': {
      if (start === 0 && end === 0) return null;
      // A pair of surrogates is one character to whoever reads.
      const kept = start < end ? before : [...before].slice(0, -1).join('');
      return { value: kept + after, caret: kept.length, did: 'deleteContentBackward' };
    }
    default: {
      if (longest >= 0 && value.length - (end - start) + key.length > longest) return null;
      return { value: before + key + after, caret: start + key.length, did: 'insertText', data: key };
    }
  }
}

const DIGITS = ['123', '456', '789'];
const LETTERS = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const SIGNS = [".", ",", "-", "/", "'"];

/** Which keys a box wants. */
function keysFor(box) {
  const mode = box.dataset.keys || box.getAttribute('inputmode') || '';
  if (/^(numeric|decimal)$/.test(mode)) return 'digits';
  if (mode === 'tel' || box.type === 'tel') return 'phone';
  return /box--code/.test(box.className) ? 'code' : 'letters';
}

const TYPED = 'input:not([type]), input[type=text], input[type=tel], input[type=password], input[type=search], textarea';

function makeKeypad({ place, t, tapped = () => {}, shown = () => {} }) {
  let box = null, high = false;
  const pad = el('div', { class: 'keypad', role: 'group', hidden: true });

  /** Readies a box before it gets the focus. */
  function ready(one) {
    if (one.dataset.keys) return;
    one.dataset.keys = { digits: 'numeric', phone: 'tel' }[keysFor(one)] || 'text';
    one.setAttribute('inputmode', 'none');
    one.setAttribute('autocomplete', 'off');
    one.setAttribute('autocorrect', 'off');
    one.setAttribute('spellcheck', 'false');
  }

  function strike(key) {
    if (!box?.isConnected) return hide();
    tapped();
    if (key === 'done') {
      box.blur();
      return hide();
    }
    if (key === 'shift') {
      high = !high;
      return draw();
    }
    const { value, selectionStart: start, selectionEnd: end, maxLength: longest } = box;
    const next = press({ value, start, end, longest }, key);
    if (!next) return undefined;
    if (next.did) {
      // As the browser would: the box changes, then the page hears how.
      box.value = next.value;
      box.setSelectionRange(next.caret, next.caret);
      const { InputEvent } = box.ownerDocument.defaultView;
      box.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: next.did, data: next.data ?? null }));
    } else {
      box.setSelectionRange(next.caret, next.caret);
    }
    if (high && next.data) {
      high = false;
      draw();
    }
    return undefined;
  }

  const one = (key, { text = key, label, kind = '' } = {}) => el('button', {
    type: 'button', class: `key ${kind}`.trim(), tabindex: '-1', 'data-key': key, 'aria-label': label, text,
  });

  function rows() {
    const back = one('back', { text: '⌫', label: t('keypad.back'), kind: 'key--act' });
    const done = one('done', { text: t('keypad.done'), kind: 'key--act key--done' });
    const kind = keysFor(box);
    if (kind === 'digits' || kind === 'phone') {
      const last = [kind === 'phone' ? one('+', { label: t('keypad.plus') }) : one('left', { text: '←', label: t('keypad.left'), kind: 'key--act' }), one('0'), back];
      return [...DIGITS.map((row) => [...row].map((key) => one(key))), last, [done]];
    }
    const capital = kind === 'code' || high;
    const letters = LETTERS.map((row) => [...row].map((key) => one(capital ? key.toUpperCase() : key)));
    letters[3] = [
      kind === 'code' ? one('-', { label: t('keypad.dash') }) : one('shift', { text: '⇧', label: t('keypad.shift'), kind: `key--act${high ? ' key--on' : ''}` }),
      ...letters[3], back,
    ];
    if (kind === 'code') return [...letters, [done]];
    const names = { '.': 'dot', ',': 'comma', '-': 'dash', '/': 'slash', "'": 'quote' };
    const signs = SIGNS.map((key) => one(key, { label: t(`keypad.${names[key]}`) }));
    return [...letters, [...signs.slice(0, 2), one(' ', { text: t('keypad.space'), kind: 'key--space' }), ...signs.slice(2), done]];
  }

  function draw() {
    const had = pad.contains(document.activeElement) && document.activeElement.dataset.key;
    pad.setAttribute('aria-label', t('keypad.label'));
    pad.dataset.kind = keysFor(box);
    pad.replaceChildren(...rows().map((row) => el('div', { class: 'keypad__row' }, row)));
    // One stop for who goes by a keyboard; the arrows lead on from there.
    const stop = (had && pad.querySelector(`[data-key="${CSS.escape(had)}"]`)) || pad.querySelector('.key');
    stop.tabIndex = 0;
    if (had) stop.focus();
  }

  function show(wanted) {
    if (wanted === box && !pad.hidden) return;
    box = wanted;
    high = false;
    // A sheet lies over everything else: the keys go where they can be reached.
    (box.closest('dialog') || place).append(pad);
    draw();
    pad.hidden = false;
    shown(true);
    // What is typed into must not lie behind the keys.
    setTimeout(() => box?.isConnected && box.scrollIntoView({ block: 'center' }), 50);
  }

  function hide() {
    box = null;
    if (pad.hidden) return;
    pad.hidden = true;
    place.append(pad);
    shown(false);
  }

  // A finger on a key leaves the focus in the box.
  pad.addEventListener('pointerdown', (event) => event.preventDefault());
  pad.addEventListener('mousedown', (event) => event.preventDefault());
  pad.addEventListener('click', (event) => {
    const key = event.target.closest('.key');
    if (key) strike(key.dataset.key);
  });
  pad.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const keys = [...pad.querySelectorAll('.key')];
    const at = keys.indexOf(document.activeElement);
    const next = keys[(at + step + keys.length) % keys.length];
    keys.forEach((key) => { key.tabIndex = key === next ? 0 : -1; });
    next.focus();
  });

  return {
    hide,
    /** Serves the boxes of a document from now on. */
    serve(doc) {
      const all = (within) => { for (const each of within.querySelectorAll(TYPED)) ready(each); };
      all(doc);
      const { MutationObserver } = doc.defaultView;
      new MutationObserver((changes) => {
        for (const { addedNodes } of changes) for (const node of addedNodes) {
          if (node.nodeType !== 1) continue;
          if (node.matches(TYPED)) ready(node);
          all(node);
        }
        if (box && !box.isConnected) hide();
      }).observe(doc, { subtree: true, childList: true });
      // On the way to a button the keys stay: gone at once, they would pull it from under
      // the finger.
      let pressed = false, leaving = false;
      doc.addEventListener('pointerdown', () => { pressed = true; }, true);
      for (const end of ['pointerup', 'pointercancel']) {
        doc.addEventListener(end, () => {
          pressed = false;
          setTimeout(() => { if (leaving) hide(); leaving = false; }, 50);
        }, true);
      }
      doc.addEventListener('focusin', (event) => {
        leaving = false;
        if (event.target.matches(TYPED) && !event.target.readOnly) {
          ready(event.target);
          show(event.target);
        } else if (!pad.contains(event.target)) {
          if (pressed) leaving = true;
          else hide();
        }
      });
      // It is shown again for a box that kept the focus.
      doc.addEventListener('click', (event) => { if (event.target.matches?.(TYPED) && pad.hidden) show(event.target); });
    },
  };
}
