// A report for the server's eyes alone. A key pair is made for it and dropped: what
// was sealed here cannot be opened here, not by the next resident and not by a thief.

const SEALED_REPORT = 'tilik kiosk report 1';

async function seal({ sealKey, kiosk, key, plain }) {
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  const { subtle } = crypto;
  const theirs = await subtle.importKey('raw', sealKey, curve, false, []);
  const pair = await subtle.generateKey(curve, false, ['deriveBits']);
  const point = new Uint8Array(await subtle.exportKey('raw', pair.publicKey));
  const shared = await subtle.deriveBits({ name: 'ECDH', public: theirs }, pair.privateKey, 256);
  const secret = await subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']);
  const how = { name: 'HKDF', hash: 'SHA-256', salt: joined(point, sealKey), info: utf8(SEALED_REPORT) };
  const cipher = await subtle.deriveKey(how, secret, { name: 'AES-GCM', length: 256 }, false, ['encrypt']);
  // The key is used once, so the nonce may be any. What it is bound to keeps a sealed
  // report from being sent as another's.
  const bound = { name: 'AES-GCM', iv: new Uint8Array(12), additionalData: utf8(`${kiosk}\n${key}`) };
  return joined(point, await subtle.encrypt(bound, cipher, utf8(plain)));
}
