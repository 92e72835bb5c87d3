// The outbox on the device.

/** What was sent stays in the staff's list so long. Milliseconds: 30 days. */
const KEPT_FOR = 30 * 86400000;

function makeItems({ store, clock, kiosk }) {
  let turn = Promise.resolve();
  const all = () => store.all('outbox');

  /** Changes an item as it stands now. One change after the other: what is told to the
      resident and what the server says are written at the same time. */
  function change(order, into) {
    turn = turn.catch(() => {}).then(async () => {
      const item = await store.get('outbox', order);
      if (item) await store.put('outbox', into(item));
    });
    return turn;
  }

  return {
    all,
    find: async (key) => (await all()).find((item) => item.key === key),
    waiting: async () => (await all()).filter((item) => item.state === 'waiting'),
    /** Keeps a sealed report; on the disk when it returns. */
    async put({ key, ticket, sealed, provisional }) {
      const item = { key, ticket, sealed, provisional, kiosk: kiosk(), made_at: clock.now(), state: 'waiting' };
      return { ...item, order: await store.put('outbox', item) };
    },
    /** The resident was told this for the time being. */
    tell: (order, provisional) => change(order, (item) => ({ ...item, provisional })),
    /** The server has it: nothing that could name anybody stays. */
    sent: ({ order }, answer) => change(order, ({ key, ticket, made_at, provisional }) => ({
      order, key, ticket, made_at, provisional, state: 'sent', outcome: answer?.outcome || null, sent_at: clock.now(),
    })),
    /** The server will never take it as it is. It stays sealed for who looks into it. */
    bad: ({ order }, word) => change(order, (item) => ({ ...item, state: 'bad', word })),
    /** Forgets what was sent long ago. */
    async prune() {
      for (const item of await all()) {
        if (item.state === 'sent' && item.sent_at + KEPT_FOR < clock.now()) await store.remove('outbox', item.order);
      }
    },
  };
}

/** What the staff wants to know of it. */
function summaryOf(items) {
  const waiting = items.filter((item) => item.state === 'waiting');
  return {
    waiting: waiting.length,
    oldest: waiting.length ? waiting[0].made_at : null,
    bad: items.filter((item) => item.state === 'bad'),
    // What was told for the time being, and is not so.
    differing: items.filter((item) => item.state === 'sent' && item.provisional && item.outcome && item.outcome !== item.provisional),
    sent: items.filter((item) => item.state === 'sent').length,
  };
}
