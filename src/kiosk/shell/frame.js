// The frame with the residents' own program. It is thrown away between residents;
// what the shell keeps, it never sees. Here it gets its kiosk's look, and is watched:
// one that does not come, or has stopped, is made anew.

/** How long it may take to come. Milliseconds. */
const COMES_WITHIN = 20000;

function makeFrame({ place, base, style, serve, touched, spoken, ready, dead, classes }) {
  let frame = null, late = null, came = false, carried = '';

  const isOurs = (link) => link.origin === location.origin && link.pathname.startsWith(base);

  function trouble(why) {
    clearTimeout(late);
    const at = frame;
    // Not from within the frame's own handler.
    setTimeout(() => { if (at && frame === at) dead(why); });
  }

  function look(doc) {
    const view = doc.defaultView;
    doc.documentElement.classList.add('kios', ...classes());
    // By the program, not by an element: the policy knows no style of ours.
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(style);
    doc.adoptedStyleSheets = [sheet];
  }

  /** A NIK that was checked goes along to the report, not typed twice. */
  function carry(doc) {
    const box = carried && doc.querySelector('.nik');
    if (!box || box.value || !/lapor$/.test(doc.location.pathname)) return;
    box.value = carried;
    carried = '';
    box.dispatchEvent(new doc.defaultView.InputEvent('input', { bubbles: true, inputType: 'insertText' }));
  }

  function watch(doc) {
    const root = doc.documentElement;
    const view = doc.defaultView;
    const check = () => {
      if (doc.getElementById('galat')?.hidden === false) return trouble('stopped');
      spoken(root.lang);
      if (!came && root.classList.contains('siap')) {
        came = true;
        clearTimeout(late);
        ready();
      }
      carry(doc);
      return undefined;
    };
    new view.MutationObserver(check).observe(doc, { subtree: true, childList: true, attributes: true, attributeFilter: ['class', 'hidden', 'lang'] });
    const trap = (event) => { if ((event.error || event.reason) instanceof view.WebAssembly.RuntimeError) trouble('stopped'); };
    view.addEventListener('error', trap);
    view.addEventListener('unhandledrejection', trap);
    check();
  }

  /** Nothing leads out, nothing can be taken along. */
  function enclose(doc) {
    for (const kind of ['pointerdown', 'keydown', 'input', 'wheel']) doc.addEventListener(kind, touched, { capture: true, passive: true });
    for (const kind of ['contextmenu', 'dragstart', 'drop']) doc.addEventListener(kind, (event) => event.preventDefault(), true);
    doc.addEventListener('click', (event) => {
      const link = event.target.closest?.('a[href]');
      if (!link) return;
      if (!isOurs(link) || link.target || event.ctrlKey || event.metaKey || event.shiftKey) event.preventDefault();
      if (!isOurs(link)) event.stopImmediatePropagation();
    }, true);
  }

  function arrived() {
    const doc = frame?.contentDocument;
    if (!doc || doc.location.href === 'about:blank') return;
    look(doc);
    enclose(doc);
    serve(doc);
    watch(doc);
  }

  function end() {
    clearTimeout(late);
    carried = '';
    frame?.remove();
    frame = null;
    came = false;
  }

  return {
    end,
    /** Makes it anew, at an address below the base. */
    begin(path, nik = '') {
      end();
      carried = nik;
      frame = el('iframe', { class: 'frame', title: 'Tilik', src: base + path, load: arrived });
      late = setTimeout(() => trouble('late'), COMES_WITHIN);
      place.append(frame);
    },
    came: () => came,
    /** Where it is, below the base. */
    path: () => frame?.contentWindow?.location.pathname.slice(base.length) || '',
    dress() {
      const root = frame?.contentDocument?.documentElement;
      if (!root) return;
      for (const name of ['kontras']) root.classList.toggle(name, classes().includes(name));
    },
    focus() { frame?.contentWindow?.focus(); },
    clearSelection() { frame?.contentWindow?.getSelection?.()?.removeAllRanges(); },
  };
}
