// Numbers that the server has set aside for this kiosk, so that a report has its own
// at once, without a network, and keeps it.

/** Below so many, more are fetched; a week of a busy kiosk is some 500. */
const LOW = 400;
const FULL = 500;

function makeTickets({ store, session }) {
  let turn = Promise.resolve();
  return {
    count: () => store.count('tickets'),
    /** Takes one; null where there is none. It is gone from the device before it is
        used: whatever happens then, nobody else gets it. */
    take() {
      turn = turn.catch(() => {}).then(async () => {
        const [ticket] = await store.keys('tickets', 1);
        if (!ticket) return null;
        await store.remove('tickets', ticket);
        return ticket;
      });
      return turn;
    },
    /** Fetches more where they run low. */
    refill: single(async () => {
      if ((await store.count('tickets')) >= LOW) return;
      // The server gives so many at once as it likes, and none when it has given enough.
      for (let have = 0, given = 1; have < FULL && given > 0;) {
        have = await store.count('tickets');
        const { status, value } = await session.ask('/api/v1/kiosk/tickets', { body: { count: FULL - have } });
        if (status !== 200) return;
        for (const ticket of value.tickets) await store.put('tickets', { ticket });
        given = value.tickets.length;
        have += given;
      }
    }),
  };
}
