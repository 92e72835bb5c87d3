// What time it is. A kiosk's own clock may be hours off, or stand in 1970 after its
// battery was changed. So the server's is taken once it was heard, and goes on by
// the steady one; before that nothing is dated earlier than what the kiosk knows to
// have happened. How long something takes is never asked here: that is `steady`.

function makeClock({ device = () => Date.now(), steady = () => performance.now() } = {}) {
  let heard = null, floor = 0;
  const now = () => (heard === null ? Math.max(device(), floor) : heard.at + steady() - heard.since);
  return {
    steady,
    now,
    /** The server said what time it is: the `Date` of an answer. */
    hear(date) {
      const at = Date.parse(date);
      if (at > 0) heard = { at, since: steady() };
    },
    /** It is that late at least. */
    notBefore(moment) {
      if (moment > floor) floor = moment;
    },
    /** What the device's own clock lacks, in milliseconds. */
    ahead: () => now() - device(),
    /** Today in Banyuwangi, `YYYY-MM-DD`. */
    today: () => new Date(now() + 7 * 3600000).toISOString().slice(0, 10),
  };
}
