// Starts the residents' program and stands by should it stop. The page works as
// plain forms before, and goes on doing so where the program does not come: then
// nothing is said. Old syntax throughout: any browser must be able to read it.
(function () {
  var root = document.documentElement;
  function id(name) { return document.getElementById(name); }

  // What a program can do that is no program yet.
  if (window.speechSynthesis) {
    var voices = function () {
      var tag = root.lang.slice(0, 2);
      var spoken = speechSynthesis.getVoices().some(function (voice) { return voice.lang.slice(0, 2).toLowerCase() === tag; });
      root.classList.toggle('bersuara', spoken);
    };
    speechSynthesis.onvoiceschanged = voices;
    voices();
    if (window.MutationObserver) new MutationObserver(voices).observe(root, { attributes: true, attributeFilter: ['lang'] });
  }
  try { if (localStorage.getItem('tilik.besar')) root.classList.add('besar'); } catch (forbidden) { /* as it is */ }

  // Installing is offered at the foot of the page, never in its way.
  addEventListener('beforeinstallprompt', function (event) {
    event.preventDefault();
    tilik.install = event;
  });
  // Within another site's page it has a few things more to do.
  if (parent !== window && !tilik.kiosk) {
    var frame = document.createElement('script');
    frame.src = 'framed.js';
    document.head.appendChild(frame);
  }

  // Answers kept on this phone are shown by the program: a page without them does
  // not flash up before.
  function waits() {
    try {
      var path = location.pathname;
      return /lapor$/.test(path) && localStorage.getItem('tilik.isian') || /hasil$/.test(path) && sessionStorage.getItem('tilik.hasil');
    } catch (forbidden) { return false; }
  }
  function give_up() { root.classList.remove('menunggu'); }
  if (waits()) { root.classList.add('menunggu'); setTimeout(give_up, 8000); }

  // The program ends itself where it cannot go on; the browser reports a trap.
  function trap(event) {
    var error = event.error || event.reason;
    if (typeof WebAssembly !== 'object' || !(error instanceof WebAssembly.RuntimeError)) return;
    id('galat').hidden = false;
    // Nothing behind it may take the focus.
    id('tilik').style.display = 'none';
    id('galat-ulang').onclick = function () { location.reload(); };
    id('galat-ulang').focus();
  }
  addEventListener('error', trap);
  addEventListener('unhandledrejection', trap);

  var needed = ['fetch', 'Promise', 'TextDecoder', 'URL'];
  if (typeof WebAssembly !== 'object' || !needed.every(function (name) { return window[name]; })) return give_up();
  function link(kind) { return document.querySelector('link[rel=preload][' + kind + ']'); }
  function start() {
    // The texts of this page come with the rest.
    var texts = link('type="text/plain"').href;
    tilik.early = { at: texts, come: fetch(texts, { credentials: 'same-origin' }) };
    tilik.early.come.catch(give_up);
    var program = link('type="application/wasm"').href;
    var script = document.createElement('script');
    script.src = link('as=script').href;
    var came = new Promise(function (resolve, reject) {
      script.onload = resolve;
      script.onerror = reject;
    });
    document.head.appendChild(script);
    var parsed = new Promise(function (resolve) {
      if (document.readyState !== 'loading') resolve();
      else document.addEventListener('DOMContentLoaded', resolve);
    });
    Promise.all([fetch(program, { credentials: 'same-origin' }), came, parsed]).then(function (all) {
      if (!all[0].ok) throw new Error('program');
      return wasm_bindgen({ module_or_path: all[0] });
    }).catch(give_up);
  }
  // A page that may be waited for runs this before its links are there.
  if (link('as=script')) start();
  else document.addEventListener('DOMContentLoaded', start);
})();
