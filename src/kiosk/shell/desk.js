// What is computed beside the screen, in a worker (worker.js, the crate tilik-kiosk):
// a check takes a second of work, and the screen must not stop for it.

const COMPUTED_WITHIN = 30000;

function makeDesk({ make, lost = () => {} }) {
  let worker = null, last = 0;
  const asked = new Map();

  function end(error) {
    worker?.terminate();
    worker = null;
    for (const { reject } of asked.values()) reject(error);
    asked.clear();
  }

  function start() {
    if (worker) return worker;
    worker = make();
    worker.onmessage = ({ data: { id, value, error } }) => {
      const waiting = asked.get(id);
      asked.delete(id);
      if (!waiting) return;
      if (error === undefined) waiting.resolve(value);
      else waiting.reject(new Error(error));
    };
    // It has ended, and its keys with it.
    worker.onerror = (event) => {
      event.preventDefault?.();
      end(new Error('ended'));
      lost();
    };
    return worker;
  }

  return {
    call(call, args, transfer = []) {
      return new Promise((resolve, reject) => {
        const id = ++last;
        const tooLong = setTimeout(() => {
          if (!asked.has(id)) return;
          end(new Error('late'));
          lost();
        }, COMPUTED_WITHIN);
        const settled = (settle) => (value) => { clearTimeout(tooLong); settle(value); };
        asked.set(id, { resolve: settled(resolve), reject: settled(reject) });
        start().postMessage({ id, call, args }, transfer);
      });
    },
  };
}
