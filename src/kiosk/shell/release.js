// Exactly one release on the screen, changed between residents only. The site's service
// worker keeps the one in use and, beside it, a newer one once it is complete. It
// changes over when it is told to; then the shell is read anew with it. The keys would
// be lost in that, so an unlocked kiosk waits until they expire or the staff says so.

function makeRelease({ base, name, changed = () => {} }) {
  const workers = navigator.serviceWorker;
  let registration = null;

  const waiting = () => !!registration?.waiting;

  return {
    name,
    waiting,
    async start() {
      registration = await workers?.register(`${base}sw.js`, { scope: base }).catch(() => null);
      if (!registration) return;
      registration.addEventListener('updatefound', () => {
        registration.installing?.addEventListener('statechange', changed);
      });
      // Only what lies in its cache is there without a network.
      navigator.serviceWorker.controller?.postMessage({ tilik: 'kiosk' });
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
