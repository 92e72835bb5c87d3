// The staff's PIN where the server cannot be asked. Eight bits of it are kept: enough
// to keep a passer-by out of the corner (255 of 256 guesses fail), which has no keys
// without the server, and too few to give the PIN away. Whoever takes the device and
// tries all million PINs against them is left with some four thousand that fit, and
// the server takes five.

const PIN_ROUNDS = 200000;

async function byteOf(pin, salt) {
  const secret = await crypto.subtle.importKey('raw', utf8(pin), 'PBKDF2', false, ['deriveBits']);
  const bits = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: PIN_ROUNDS }, secret, 8);
  return new Uint8Array(bits)[0];
}

/** What is kept of a PIN. */
async function keepPin(pin) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return { salt, byte: await byteOf(pin, salt) };
}

/** Whether a PIN may be the one; after five that are not, a minute's rest. */
function makeDoor({ steady, rest = 60000, tries = 5 }) {
  let left = tries, closedUntil = -Infinity;
  return {
    async fits(pin, kept) {
      if (steady() < closedUntil) return 'rest';
      if (kept && (await byteOf(pin, kept.salt)) === kept.byte) {
        left = tries;
        return 'open';
      }
      left -= 1;
      if (left > 0) return 'wrong';
      left = tries;
      closedUntil = steady() + rest;
      return 'rest';
    },
  };
}
