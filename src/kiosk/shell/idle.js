// Whether anybody stands there. Nobody for a minute: a warning, then everything of
// theirs is wiped. One slow beat calls `tick`; how late it comes does not matter.

const QUIET = 60000;
const WARNING = 15000;

function makeIdle({ steady, warn, wipe }) {
  // null while nobody is there.
  let last = null, warned = false;
  return {
    /** Somebody is there. */
    touch() {
      if (last === null) return;
      // While it warns, only the answer to it counts: a hand on the screen is no yes.
      if (!warned) last = steady();
    },
    /** Somebody came. */
    begin() {
      last = steady();
      warned = false;
    },
    /** They are still here. */
    stay() {
      if (last === null) return;
      last = steady();
      warned = false;
    },
    /** They have gone. */
    end() {
      last = null;
      warned = false;
    },
    there: () => last !== null,
    tick() {
      if (last === null) return;
      const quiet = steady() - last;
      if (quiet >= QUIET + WARNING) {
        wipe();
      } else if (quiet >= QUIET) {
        const seconds = Math.ceil((QUIET + WARNING - quiet) / 1000);
        warn(seconds, !warned);
        warned = true;
      }
    },
  };
}
