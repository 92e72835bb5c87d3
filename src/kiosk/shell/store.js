// What is kept on the device. One request in a transaction, and nothing else awaited
// inside it: a browser ends a transaction that idles.
//
//   device    what the kiosk is, its key, the settings of its staff
//   snapshot  the lists, sealed; their keys are never kept
//   tickets   reserved, not used yet
//   outbox    reports, sealed; of those that were sent only ticket, outcome and times

const DATABASE = 'tilik-kiosk';
const PLACES = {
  device: undefined,
  snapshot: undefined,
  tickets: { keyPath: 'ticket' },
  outbox: { keyPath: 'order', autoIncrement: true },
};
/** Less room than this, and no report is taken: some thousands of them, sealed. */
const ROOM = 8 * 1024 * 1024;

function makeStore({ indexedDB = self.indexedDB, storage = self.navigator?.storage } = {}) {
  let opening = null;

  function open() {
    opening = opening || new Promise((resolve, reject) => {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => {
        for (const [place, options] of Object.entries(PLACES)) request.result.createObjectStore(place, options);
      };
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const db = request.result;
        // A browser short of memory closes it; the next request opens it again.
        db.onclose = () => { opening = null; };
        db.onversionchange = () => { opening = null; db.close(); };
        resolve(db);
      };
    });
    // One that could not be opened is tried again next time.
    opening.catch(() => { opening = null; });
    return opening;
  }

  const once = (db, place, mode, ask) => new Promise((resolve, reject) => {
    // Answered when it is on the disk: a ticket in somebody's hand has its report.
    const transaction = db.transaction(place, mode, { durability: 'strict' });
    const request = ask(transaction.objectStore(place));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error || request.error);
  });

  async function run(place, mode, ask) {
    try {
      return await once(await open(), place, mode, ask);
    } catch (error) {
      if (error?.name !== 'InvalidStateError') throw error;
      opening = null;
      return once(await open(), place, mode, ask);
    }
  }

  return {
    get: (place, key) => run(place, 'readonly', (all) => all.get(key)),
    all: (place) => run(place, 'readonly', (all) => all.getAll()),
    keys: (place, count) => run(place, 'readonly', (all) => all.getAllKeys(null, count)),
    count: (place) => run(place, 'readonly', (all) => all.count()),
    put: (place, value, key) => run(place, 'readwrite', (all) => all.put(value, key)),
    remove: (place, key) => run(place, 'readwrite', (all) => all.delete(key)),
    /** Asks the browser not to clear it when the disk fills up. */
    persist: () => Promise.resolve(storage?.persist?.()).catch(() => false),
    /** Room left, in bytes, and whether it is enough for more reports. */
    async room() {
      const { quota, usage } = await Promise.resolve(storage?.estimate?.()).catch(() => null) || {};
      if (quota === undefined) return { left: null, enough: true };
      return { left: quota - usage, enough: quota - usage >= ROOM };
    },
  };
}
