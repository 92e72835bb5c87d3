// Exactly one release on the screen, changed between residents only. A kiosk has a
// service worker of its own for the whole site, in place of the residents': shell and
// frame come from the same release, all languages of it. It keeps the one in use and,
// beside it, a newer one once that is complete, and changes over when it is told to;
// then the shell is read anew. The keys would be lost in that, so an unlocked kiosk
// waits until they expire or the staff says so.

/** A worker takes over once it has answered what it was asked, in a moment. So many
    milliseconds nobody begins meanwhile; a kiosk is not shut for one that does not. */
const TAKEOVER = 5000;

function makeRelease({ base, name, steady, isFree, changed = () => {}, workers = navigator.serviceWorker, reload = () => location.reload() }) {
  // When the newer one was told to take over, and whether it has: the page is then still
  // of the former one.
  let registration = null, told = null, over = false;

  const waiting = () => !!registration?.waiting;

  return {
    name,
    waiting,
    async start() {
      registration = await workers?.register(`${base}kiosk-sw.js`, { scope: base }).catch(() => null);
      if (!registration) return;
      registration.addEventListener('updatefound', () => {
        registration.installing?.addEventListener('statechange', changed);
      });
    },
    look: () => registration?.update().catch(() => {}),
    /** Whether the page is about to be read anew: nobody begins now. */
    isChanging: () => isFree() && (over || (told !== null && steady() - told < TAKEOVER)),
    /** Changes over to the newer release; the page is read anew. Somebody who began
        meanwhile ends first: whoever calls it again then brings it about. */
    swap() {
      if (over) return void reload();
      if (!waiting()) return;
      if (told === null) {
        told = steady();
        workers.addEventListener('controllerchange', () => {
          over = true;
          if (isFree()) reload();
        }, { once: true });
      }
      registration.waiting.postMessage({ tilik: 'swap' });
    },
  };
}
