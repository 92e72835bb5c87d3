// Starts the residents' program and stands by should it fail. It runs before any
// catalogue, so its few sentences are in index.html, in Indonesian. Old syntax
// throughout: a browser too old for the program must still read this file.
(function () {
  function id(name) { return document.getElementById(name); }
  function link(selector) { var found = document.querySelector(selector); return found && found.href; }
  var started = false;

  function fail(title, text) {
    if (title) { id('galat-judul').textContent = title; id('galat-isi').textContent = text; }
    id('galat').hidden = false;
    id('galat-ulang').focus();
  }
  id('galat-ulang').onclick = function () { location.reload(); };

  // The program ends itself where it cannot go on; the browser reports a trap.
  function trap(event) {
    var error = event.error || event.reason;
    if (typeof WebAssembly === 'object' && error instanceof WebAssembly.RuntimeError) fail();
  }
  addEventListener('error', trap);
  addEventListener('unhandledrejection', trap);

  function cannot() {
    if (!started) fail('Halaman tidak dapat dimuat', navigator.onLine === false ? 'Tidak ada sinyal. Periksa sambungan Anda.' : 'Sambungan terputus, atau peramban terlalu lama usianya.');
  }
  if (typeof WebAssembly !== 'object' || typeof Promise !== 'function') { cannot(); return; }

  // Shows how much of the program has come. A length counts what is sent; packed,
  // the program is about a third of itself.
  function counted(response) {
    var bar = id('boot-bar'), total = +response.headers.get('Content-Length');
    if (response.headers.get('Content-Encoding')) total *= 3;
    if (!bar || !total || !response.body || typeof ReadableStream !== 'function') return response;
    var reader = response.body.getReader(), got = 0;
    return new Response(new ReadableStream({
      pull: function (to) {
        return reader.read().then(function (part) {
          if (part.done) return to.close();
          got += part.value.length;
          bar.value = Math.min(99, 100 * got / total);
          to.enqueue(part.value);
        });
      }
    }), { headers: { 'Content-Type': 'application/wasm' } });
  }

  var glue = link('link[rel=modulepreload]'), program = link('link[rel=preload][as=fetch]');
  try {
    // A browser without import() cannot parse this file; the static words, which
    // say so after a while, stay.
    Promise.all([import(glue), fetch(program, { credentials: 'same-origin' })]).then(function (both) {
      if (!both[1].ok) throw new Error('program');
      return both[0].default({ module_or_path: counted(both[1]) });
    }).then(function () { started = true; }, cannot);
  } catch (error) { cannot(); }
})();
