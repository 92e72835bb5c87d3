// Starts the console's program, and says so if it does not start or stops.
(function () {
  function stopped() { document.getElementById('berhenti').hidden = false; }
  var program = document.getElementById('petugas').getAttribute('data-program');
  // A program that stops can do nothing more, and throws this.
  addEventListener('error', function (event) { if (event.error instanceof WebAssembly.RuntimeError) stopped(); });
  addEventListener('unhandledrejection', function (event) { if (event.reason instanceof WebAssembly.RuntimeError) stopped(); });
  if (!window.WebAssembly) return stopped();
  wasm_bindgen({ module_or_path: new URL(program, document.baseURI).href })
    .then(function () { wasm_bindgen.start(); })
    .catch(stopped);
})();
