// What goes to the server. Outcomes are the residents' program's own: an HTTP status,
// or one of those below 100 (src/web/ports.js).

const OFFLINE = 0, LOST = 1, SLOW = 2, CANCELLED = 3, UNREADABLE = 4;
const SESSION_SIGNED = 'tilik kiosk session\n';
const SIGNING = { name: 'ECDSA', namedCurve: 'P-256' };
/** How long an ordinary answer is waited for. */
const ANSWER_WITHIN = 20000;

/** The stable word of a refusal. */
const wordOf = (value) => String(value?.type || '').replace('urn:tilik:problem:', '');

function makeSession({ base, clock, fetch = self.fetch.bind(self), online = () => navigator.onLine !== false, told = () => {} }) {
  // The kiosk as it was enrolled; the token; whether the server knows it no more.
  let device = null, token = null, opening = null, revoked = false;
  // Whether the server is to be reached.
  let reached = true;

  function reach(now) {
    if (now === reached) return;
    reached = now;
    told('reach', now);
  }

  /** Asks once. */
  async function once(path, { body, raw, headers = {}, patience = ANSWER_WITHIN, method } = {}, bearer) {
    if (!online()) return { status: OFFLINE };
    const control = new AbortController();
    let late = false;
    const end = setTimeout(() => { late = true; control.abort(); }, patience);
    try {
      const answer = await fetch(base + path.slice(1), {
        method: method || (body ? 'POST' : 'GET'),
        headers: {
          Accept: 'application/json', ...(body && { 'Content-Type': 'application/json' }),
          ...(bearer && { Authorization: `Bearer ${bearer}` }), ...headers,
        },
        body: typeof body === 'string' ? body : body && JSON.stringify(body),
        signal: control.signal,
        cache: 'no-store',
        credentials: 'omit',
      });
      clock.hear(answer.headers.get('Date'));
      reach(true);
      const wait = +answer.headers.get('Retry-After') || undefined;
      if (raw && answer.ok) return { status: answer.status, bytes: await answer.arrayBuffer(), wait };
      const text = await answer.text();
      let value;
      try { value = JSON.parse(text); } catch (none) { /* a proxy's own page */ }
      if (answer.ok && value === undefined) return { status: UNREADABLE };
      return { status: answer.status, value, wait };
    } catch (failed) {
      reach(false);
      return { status: late ? SLOW : online() ? LOST : OFFLINE };
    } finally {
      clearTimeout(end);
    }
  }

  function revoke() {
    if (revoked) return;
    revoked = true;
    token = null;
    told('revoked');
  }

  /** Proves to be this kiosk. What came of it, as an outcome. */
  async function prove(patience) {
    const asked = await once('/api/v1/kiosk/nonces', { body: {}, patience });
    if (asked.status !== 200) return asked;
    const { nonce } = asked.value;
    const signed = utf8(`${SESSION_SIGNED}${device.kiosk}\n${nonce}`);
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, device.keys.privateKey, signed);
    const body = { kiosk: device.kiosk, nonce, signature: base64(signature) };
    const answer = await once('/api/v1/kiosk/sessions', { body, patience });
    if (answer.status === 200) {
      token = answer.value.token;
      // Somebody may have undone it, or the place has another name.
      revoked = false;
      told('session', answer.value);
    } else if (answer.status === 401 && wordOf(answer.value) === 'kiosk_unknown') {
      revoke();
    }
    return answer;
  }

  /** A session; several that need one wait for the same. */
  function begin(patience) {
    opening = opening || prove(patience).finally(() => { opening = null; });
    return opening;
  }

  /** Asks as this kiosk, with a new session where there is none or the old one is past. */
  async function ask(path, options = {}) {
    if (!device) return { status: 401, value: { type: 'urn:tilik:problem:kiosk_unknown' } };
    for (let again = true; ; again = false) {
      if (!token) {
        const begun = await begin(options.patience || ANSWER_WITHIN);
        if (!token) return begun;
      }
      const used = token;
      const answer = await once(path, options, used);
      if (answer.status !== 401) return answer;
      const word = wordOf(answer.value);
      if (word === 'kiosk_unknown') revoke();
      // Another question may have begun a new session meanwhile.
      if (word === 'token' && token === used) token = null;
      if (word !== 'token' || !again) return answer;
    }
  }

  return {
    ask,
    /** As everybody asks, without saying who. */
    plainly: (path, options) => once(path, options),
    /** This device is that kiosk. */
    be(enrolled) {
      device = enrolled;
      token = null;
      revoked = false;
    },
    begin,
    /** The staff unlocked it: the token is another. */
    take(unlocked) { token = unlocked; },
    isRevoked: () => revoked,
    isReached: () => reached,
    /** Enrols with a one-time code. The key is made here and cannot leave the browser. */
    async enrol(code, pin) {
      const keys = await crypto.subtle.generateKey(SIGNING, false, ['sign', 'verify']);
      const public_key = base64(await crypto.subtle.exportKey('raw', keys.publicKey));
      const answer = await once('/api/v1/kiosk/enrolments', { body: { code, public_key, pin } });
      if (answer.status !== 201) return { answer };
      const { kiosk, village, place, seal_key, sign_key } = answer.value;
      return { answer, device: { kiosk, village, place, keys, sealKey: unbase64(seal_key), signKey: unbase64(sign_key) } };
    },
  };
}
