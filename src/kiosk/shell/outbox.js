// Reports that wait for the server, and when each is sent. Policy alone: what is
// stored and how it is sent is given to it.
//
// - Oldest first, by the order in which they were taken. No clock decides that.
// - One drain at a time, one request at a time, and the next only when the former has
//   ended. A request that was given up keeps its key, so the server takes it once.
// - An item that failed waits by itself, longer each time; the others go on. What
//   says that no other would get through either ends the drain.
// - Waits are counted by the steady clock and forgotten with the page: a start tries
//   each once.

const SECOND = 1000, MINUTE = 60 * SECOND;
/** The first wait of an item that failed; doubled each time. */
const FIRST_WAIT = 5 * SECOND;
const LONGEST_WAIT = 15 * MINUTE;
/** How long an answer is waited for. A server that was slower is waited for longer the
    next time: else it would be sent the same again and again, and never be heard. */
const PATIENCE = 30 * SECOND;
const LONGEST_PATIENCE = 8 * MINUTE;
/** After so many in a row that the server did not answer well, it is not the items. */
const ENOUGH = 3;

function makeOutbox({ store, send, steady, random = Math.random, changed = () => {} }) {
  // By order: how often it failed here, and until when it waits.
  const failed = new Map();
  let closedUntil = 0, closings = 0, draining = null, again = false;

  /** Half of the wait is certain, half is chance: kiosks of a village that lost their
      network together do not come back at the same instant. */
  const spread = (wait) => wait * (0.5 + random() / 2);
  const longer = (times) => Math.min(FIRST_WAIT * 2 ** times, LONGEST_WAIT);

  /** Nothing is sent for a while: the server asked for it, or is not there. */
  function close(wait) {
    closedUntil = steady() + Math.max(wait || 0, spread(longer(closings)));
    closings += 1;
  }

  function postpone(item, kind) {
    const before = failed.get(item.order) || { times: 0, late: 0 };
    const late = kind === 'late';
    // A slow server may still be at work on it: it is left alone for some time more.
    const wait = Math.max(spread(longer(before.times)), late ? patienceOf(item) / 2 : 0);
    failed.set(item.order, { times: before.times + 1, late: before.late + late, until: steady() + wait, kind });
  }

  /** What only lacked a network is in its place again, oldest first. */
  function forgetGone() {
    for (const [order, { kind }] of failed) if (kind === 'gone') failed.delete(order);
  }

  /** The server answered: it was no fault of those that did not get through to it. */
  function reached(item, troubles) {
    failed.delete(item.order);
    forgetGone();
    closings = 0;
    closedUntil = 0;
    troubles.count = 0;
  }

  const patienceOf = (item) => Math.min(PATIENCE * 2 ** (failed.get(item.order)?.late || 0), LONGEST_PATIENCE);

  /** Sends one. Whether the drain goes on. */
  async function sendOne(item, troubles) {
    const result = await send(item, patienceOf(item));
    switch (result.kind) {
      case 'sent':
        await store.sent(item, result.answer);
        reached(item, troubles);
        break;
      case 'bad':
        await store.bad(item, result.word);
        reached(item, troubles);
        break;
      // The answer did not come, or was none: perhaps it is the item.
      case 'late':
      case 'odd':
        postpone(item, result.kind);
        troubles.count += 1;
        if (troubles.count >= ENOUGH) {
          close();
          return false;
        }
        break;
      // The server is not to be reached, or does not want anything now. The item may
      // have arrived all the same, so it too is left alone for a while.
      case 'gone':
        postpone(item, result.kind);
        close();
        return false;
      case 'busy':
        close(result.wait);
        return false;
      // This kiosk is not known any more.
      case 'refused':
        close(LONGEST_WAIT);
        return false;
      default:
        throw new Error(`no such result: ${result.kind}`);
    }
    changed(item, result);
    return true;
  }

  async function drainOnce(forced) {
    const troubles = { count: 0 };
    const tried = new Set();
    for (;;) {
      // Read anew each time: a report may have come meanwhile.
      const waiting = (await store.waiting()).filter((item) => !tried.has(item.order));
      const due = waiting.find((item) => forced || !(failed.get(item.order)?.until > steady()));
      if (!due) return;
      tried.add(due.order);
      if (!(await sendOne(due, troubles))) return;
    }
  }

  return {
    /**
     * Sends what is due. `open`: try although the server was closed to us before,
     * since there is news of the network or a new report. `there`: the server was
     * reached just now. `all`: the staff asks for it, so each is tried at once.
     */
    drain({ open = false, there = false, all = false } = {}) {
      if (draining) {
        again = again || open || all;
        return draining;
      }
      if (!open && !all && steady() < closedUntil) return Promise.resolve();
      if (there) forgetGone();
      draining = (async () => {
        try {
          await drainOnce(all);
          // A report came while the last one was under way.
          while (again) {
            again = false;
            await drainOnce(false);
          }
        } catch (unwritten) {
          // What became of an item could not be written down: it goes again, later,
          // with its key.
          close();
        } finally {
          draining = null;
          again = false;
        }
      })();
      return draining;
    },
    /** Whether an item that failed may go again. */
    isDue: () => steady() >= closedUntil && [...failed.values()].some(({ until }) => until <= steady()),
  };
}
