// The lists on the device: fetched, verified, never an older one; opened while the
// staff's unlocking lasts, and for nobody afterwards.
//
//   "TLKS" | u32 length of the header | header, JSON | 12 bytes IV | ciphertext | signature

const MAGIC = 'TLKS';
const SIGNATURE = 64, IV = 12;
/** A version that no snapshot has. */
const NO_VERSION = '0.0';

/** The parts of a file, or null where it is none. */
function partsOf(file) {
  const bytes = new Uint8Array(file);
  if (bytes.length < 8 + IV + SIGNATURE || String.fromCharCode(...bytes.subarray(0, 4)) !== MAGIC) return null;
  const headerEnd = 8 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  if (headerEnd + IV + SIGNATURE > bytes.length) return null;
  const text = new TextDecoder().decode(bytes.subarray(8, headerEnd));
  let header;
  try { header = JSON.parse(text); } catch (damaged) { return null; }
  return {
    text, header,
    before: bytes.subarray(0, headerEnd),
    iv: bytes.subarray(headerEnd, headerEnd + IV),
    cipher: bytes.subarray(headerEnd + IV, bytes.length - SIGNATURE),
    signed: bytes.subarray(0, bytes.length - SIGNATURE),
    signature: bytes.subarray(bytes.length - SIGNATURE),
  };
}

/** Whether the server signed it. */
async function isSigned(parts, signKey) {
  const { subtle } = crypto;
  const key = await subtle.importKey('raw', signKey, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
  return subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, parts.signature, parts.signed);
}

/** Whether a number is above another one; both are pairs. */
const isAbove = (one, other) => one[0] > other[0] || (one[0] === other[0] && one[1] > other[1]);

function makeSnapshot({ store, session, desk, clock, changed = () => {} }) {
  // The header on the device; the keys while the lists are open; until when the staff's
  // unlocking lasts, by the steady clock.
  let header = null, open = null, until = 0, expiry = null;

  const device = () => store.get('device', 'kiosk');

  /** Verifies a file; its parts, or null. */
  async function verified(file, signKey) {
    const parts = partsOf(file);
    if (!parts || parts.header.format !== 1 || !Array.isArray(parts.header.number)) return null;
    return (await isSigned(parts, signKey)) ? parts : null;
  }

  function adopt(found) {
    header = found;
    if (header) clock.notBefore(header.made_at);
  }

  /** The staff's unlocking lasts so many seconds more. */
  function unlocked(seconds) {
    until = clock.steady() + seconds * 1000;
    clearTimeout(expiry);
    expiry = setTimeout(lock, Math.min(seconds * 1000, 2 ** 31 - 1));
  }
  const isUnlocked = () => clock.steady() < until;

  /** Opens what is on the device with these keys. */
  async function openWith(keys) {
    const { signKey } = await device();
    const kept = await store.get('snapshot', 'lists');
    const parts = kept && (await verified(kept.bytes, signKey));
    if (!parts) return false;
    const key = await crypto.subtle.importKey('raw', unbase64(keys.body), 'AES-GCM', false, ['decrypt']);
    const how = { name: 'AES-GCM', iv: parts.iv, additionalData: parts.before };
    const filters = new Uint8Array(await crypto.subtle.decrypt(how, key, parts.cipher).catch(() => new ArrayBuffer(0)));
    if (!filters.length || !(await desk.call('open', { header: parts.text, filters, key: unbase64(keys.filter) }, [filters.buffer]))) return false;
    adopt(parts.header);
    open = { keys };
    changed();
    return true;
  }

  /** Forgets the keys. */
  function lock() {
    open = null;
    until = 0;
    clearTimeout(expiry);
    desk.call('close', {}).catch(() => {});
    changed();
  }

  const isOpen = () => {
    // A timer may be late, or not run while the device sleeps.
    if (open && !isUnlocked()) lock();
    return open !== null;
  };
  const isTooOld = () => header !== null && clock.now() >= header.refused_after;

  /** Fetches a newer one if there is. A word for what came of it. */
  const refresh = single(async () => {
    const known = await device();
    if (!known) return 'none';
    const headers = header ? { 'If-None-Match': `"${header.version}"` } : {};
    const answer = await session.ask('/api/v1/kiosk/snapshot', { headers, raw: true, patience: 120000 });
    if (answer.status === 304) return 'same';
    if (answer.status !== 200 || !answer.bytes) return answer.status === 503 ? 'later' : 'failed';
    const parts = await verified(answer.bytes, known.signKey);
    if (!parts) return 'refused';
    if (header && !isAbove(parts.header.number, header.number)) return 'older';
    await store.put('snapshot', { bytes: answer.bytes, number: parts.header.number }, 'lists');
    if (!isOpen()) adopt(parts.header);
    if (isUnlocked()) {
      // The new one has keys of its own. Where they do not come, the former one goes on
      // answering, under its own date.
      const asked = await session.ask('/api/v1/kiosk/keys', { body: { version: parts.header.version } });
      if (asked.status === 200) {
        unlocked(asked.value.unlocked_for);
        await openWith(asked.value.keys);
      }
    }
    changed();
    return 'new';
  });

  return {
    openWith,
    lock,
    isOpen,
    isTooOld,
    /** Whether it can answer now. */
    answers: () => isOpen() && !isTooOld(),
    header: () => header,
    /** Minutes until the keys are forgotten. */
    minutesLeft: () => Math.max(0, Math.ceil((until - clock.steady()) / 60000)),
    /** The worker ended and its memory with it: once more with the same keys. */
    async again() {
      if (!isOpen()) return;
      if (!(await openWith(open.keys))) lock();
    },
    /** Looks at what is on the device; what is damaged is dropped. */
    async start() {
      const [kept, known] = [await store.get('snapshot', 'lists'), await device()];
      if (!kept || !known) return;
      const parts = await verified(kept.bytes, known.signKey);
      if (parts) adopt(parts.header);
      else await store.remove('snapshot', 'lists');
      changed();
    },
    refresh,
    /** The staff unlocks. Before there are any lists as well: their keys then come with
        them. What the server says. */
    async unlock(pin) {
      const kept = await store.get('snapshot', 'lists');
      const version = (kept && partsOf(kept.bytes)?.header.version) || NO_VERSION;
      const answer = await session.ask('/api/v1/kiosk/unlock', { body: { pin, version } });
      if (answer.status !== 200) return answer;
      session.take(answer.value.token);
      unlocked(answer.value.unlocked_for);
      if (version !== NO_VERSION && !(await openWith(answer.value.keys))) lock();
      return answer;
    },
    /** Forgets everything: the kiosk is none any more. */
    async drop() {
      lock();
      header = null;
      await store.remove('snapshot', 'lists');
    },
  };
}
