// A sealed report, opened by the server's own way of doing it in Node: the key alone
// opens it, bound to the kiosk and to its idempotency key.

import assert from 'node:assert/strict';
import { createDecipheriv, createECDH, hkdfSync } from 'node:crypto';
import { test } from 'node:test';
import { load } from './load.mjs';

const { seal } = load(['bytes', 'seal'], ['seal']);

function open(server, sealed, kiosk, key) {
  const point = Buffer.from(sealed.subarray(0, 65)), body = Buffer.from(sealed.subarray(65));
  const shared = server.computeSecret(point);
  const salt = Buffer.concat([point, server.getPublicKey()]);
  const secret = Buffer.from(hkdfSync('sha256', shared, salt, 'tilik kiosk report 1', 32));
  const cipher = createDecipheriv('aes-256-gcm', secret, Buffer.alloc(12));
  cipher.setAAD(Buffer.from(`${kiosk}\n${key}`));
  cipher.setAuthTag(body.subarray(-16));
  return Buffer.concat([cipher.update(body.subarray(0, -16)), cipher.final()]).toString('utf8');
}

const server = createECDH('prime256v1');
server.generateKeys();
const sealKey = new Uint8Array(server.getPublicKey());
const given = { sealKey, kiosk: 'k', key: 'one', plain: '{"note":"rumah hijau, “krajan”"}' };

test('the server opens it', async () => {
  assert.equal(open(server, await seal(given), 'k', 'one'), given.plain);
});

test('nobody else does, nor as another report', async () => {
  const sealed = await seal(given);
  const other = createECDH('prime256v1');
  other.generateKeys();
  assert.throws(() => open(other, sealed, 'k', 'one'));
  assert.throws(() => open(server, sealed, 'k', 'two'));
  assert.throws(() => open(server, sealed, 'j', 'one'));
  sealed[80] ^= 1;
  assert.throws(() => open(server, sealed, 'k', 'one'));
});

test('the same report sealed twice has nothing in common', async () => {
  const [one, two] = [await seal(given), await seal(given)];
  assert.equal(one.length, two.length);
  assert.notDeepEqual(one.subarray(1, 65), two.subarray(1, 65));
  assert.notDeepEqual(one.subarray(65), two.subarray(65));
});
