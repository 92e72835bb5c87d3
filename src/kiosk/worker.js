// The kiosk's second program, in a worker of its own: keys and lists are in its
// memory alone. The build puts in the names of the program and its script, which lie
// beside this file.
(() => {
  importScripts('@script@');
  const ready = wasm_bindgen({ module_or_path: '@program@' });
  const parsed = (text) => (text === undefined ? undefined : JSON.parse(text));
  const calls = {
    open: ({ header, filters, key }) => wasm_bindgen.open(header, filters, key),
    close: () => { wasm_bindgen.close(); return true; },
    forget: () => { wasm_bindgen.forget(); return true; },
    check({ nik, kk, today }) {
      const start = performance.now();
      const checked = parsed(wasm_bindgen.check(nik, kk, today));
      return checked && { ...checked, took: Math.round(performance.now() - start) };
    },
    decide: ({ report, kk, ticket, today }) => parsed(wasm_bindgen.decide(report, kk || undefined, ticket, today)),
    card: ({ text }) => wasm_bindgen.kartu_keluarga(text),
    qr({ text }) {
      const drawn = wasm_bindgen.qr(text);
      if (drawn === undefined) return undefined;
      const [size, ...path] = drawn.split(' ');
      return { size: +size, path: path.join(' ') };
    },
  };
  onmessage = async ({ data: { id, call, args } }) => {
    try {
      await ready;
      const value = calls[call](args);
      if (value === undefined) postMessage({ id, error: 'unreadable' });
      else postMessage({ id, value });
    } catch (stopped) {
      // A program that stopped is not asked again: the page starts another.
      if (stopped instanceof WebAssembly.RuntimeError) setTimeout(() => { throw stopped; });
      else postMessage({ id, error: 'failed' });
    }
  };
})();
