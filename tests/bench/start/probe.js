// Runs in each page before anything of the page's own, and notes when what was
// reached; milliseconds since the navigation began. visit.mjs reads it.
(() => {
  const FIELD = '#nik, input[inputmode=numeric]';
  // How often the field's text is looked at. Finer than a frame, and no frame is
  // asked for: one would cost the slowed processor more than looking does.
  const LOOK = 8;
  const seen = { paint: null, usable: null, charge: null, shift: 0, shiftOfInput: 0, tasks: [] };

  const note = {
    paint: (entry) => { if (entry.name === 'first-contentful-paint') seen.paint = entry.startTime; },
    'layout-shift': (entry) => { seen[entry.hadRecentInput ? 'shiftOfInput' : 'shift'] += entry.value; },
    longtask: (entry) => { seen.tasks.push(entry.duration); },
  };
  const observers = Object.entries(note).map(([type, take]) => {
    const observer = new PerformanceObserver((list) => list.getEntries().forEach(take));
    observer.observe({ type, buffered: true });
    return () => observer.takeRecords().forEach(take);
  });
  window.startFigures = () => {
    observers.forEach((flush) => flush());
    return { ...seen, typed: document.querySelector(FIELD)?.value };
  };

  const takesFocus = (field) => {
    const { width, height } = field.getBoundingClientRect();
    if (!width || !height || field.disabled || field.readOnly || getComputedStyle(field).visibility !== 'visible') return false;
    field.focus();
    return document.activeElement === field;
  };

  // The field is usable in the first frame that shows it, and in charge once what
  // was typed stands in groups, whatever the program groups it on.
  let asked = false;
  const frame = () => {
    asked = false;
    const field = document.querySelector(FIELD);
    if (!field) return;
    if (!takesFocus(field)) return ask();
    inserted.disconnect();
    // A message comes after the frame that is being made.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      seen.usable = performance.now();
      window.startReached('usable');
      look();
    };
    port2.postMessage(null);
  };
  const ask = () => {
    if (asked || seen.usable !== null) return;
    asked = true;
    requestAnimationFrame(frame);
  };
  const look = () => {
    if (/^351016 1/.test(document.querySelector(FIELD)?.value)) {
      seen.charge = performance.now();
      window.startReached('charge');
    } else {
      setTimeout(look, LOOK);
    }
  };
  const inserted = new MutationObserver(ask);
  inserted.observe(document, { childList: true, subtree: true });
})();
