// Exactly one release on the screen, changed between residents only. A kiosk has a
// service worker of its own for the whole site, in place of the residents': shell and
// frame come from the same release, all languages of it. It keeps the one in use and,
// beside it, a newer one once that is complete, and changes over when it is told to;
// then the shell is read anew. The keys would be lost in that, so an unlocked kiosk
// waits until they expire or the staff says so.

function makeRelease({ base, name, changed = () => {} }) {
  const workers = navigator.serviceWorker;
  let registration = null;

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
    /** Changes over to the newer release; the page is read anew. */
    swap() {
      if (!waiting()) return;
      workers.addEventListener('controllerchange', () => location.reload(), { once: true });
      registration.waiting.postMessage({ tilik: 'swap' });
    },
  };
}
