// Officers' single sign-on in Chromium, against a provider that somebody else wrote. It
// lives on another site than Tilik (localhost against 127.0.0.1), so that the browser
// decides about cookies as it will in the regency.

import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import Provider from 'oidc-provider';
import { accessible, fits } from './accessible.mjs';
import { answered, freePort, suite } from './harness.mjs';
import { PASSWORD } from './officers.mjs';
import { button, field, heading, sees } from './screens.mjs';

const SECRET = 'rahasia klien';
const VILLAGE = ['--role', 'verifier', '--village', '3510161001'];
const CALLBACK = '/api/v1/officer/sign-on/callback';
const port = await freePort();
const issuer = `http://localhost:${port}`;
const secretFile = join(tmpdir(), `tilik-client-secret-${process.pid}`);
writeFileSync(secretFile, `${SECRET}\n`, { mode: 0o600 });

const { test: plainTest } = suite({
  TILIK_OIDC_ISSUER: issuer, TILIK_OIDC_CLIENT: 'tilik', TILIK_OIDC_SECRET_FILE: secretFile,
});
/** A test of the console, whose way leads over the provider's pages. */
const test = (name, options, body) =>
  plainTest(name, { program: false, ...options }, async (given) => {
    given.watch.expect(answered(401), new RegExp(`request to a foreign host: ${issuer}/`));
    await provider(given.server);
    await body(given);
  });

let listening;
after(() => {
  listening?.closeAllConnections();
  listening?.close();
  rmSync(secretFile, { force: true });
});

/** The provider: whoever types a subject is that one. */
async function provider({ origin }) {
  if (listening) return;
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  const oidc = new Provider(issuer, {
    clients: [{ client_id: 'tilik', client_secret: SECRET, redirect_uris: [origin + CALLBACK] }],
    jwks: { keys: [{ ...key, kid: 'kunci', use: 'sig', alg: 'RS256' }] },
    cookies: { keys: ['kuki'] },
    pkce: { required: () => true },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/masuk/${interaction.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    // Nobody is asked whether Tilik may know who they are.
    async loadExistingGrant({ oidc: { client, session, provider: { Grant } } }) {
      const grant = new Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  });
  oidc.on('server_error', (_, error) => console.error(error));
  const answers = oidc.callback();
  listening = createServer(async (request, response) => {
    if (!request.url.startsWith('/masuk/')) return answers(request, response);
    if (request.method === 'GET') {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      return response.end('<!doctype html><html lang="id"><link rel="icon" href="data:,"><title>Akun kabupaten</title>'
        + '<form method="post"><label>Nomor akun <input name="subject"></label> <button>Lanjut</button></form>');
    }
    let body = '';
    for await (const part of request) body += part;
    const accountId = new URLSearchParams(body).get('subject');
    return oidc.interactionFinished(request, response, { login: { accountId } }, { mergeWithLastSubmission: false });
  });
  await new Promise((resolve) => listening.listen(port, '127.0.0.1', resolve));
}

/** An account with its first password, bound to a subject. */
function account(server, name, subject) {
  const first = server.command('officer', 'add', name, ...VILLAGE).trim().replace('first password ', '');
  server.command('officer', 'link', name, '--subject', subject);
  return first;
}

const through = (page) => button(page, 'Masuk dengan akun kabupaten');
async function signOn(page, subject) {
  await page.goto('/petugas');
  await through(page).click();
  await field(page, 'Nomor akun').fill(subject);
  await button(page, 'Lanjut').click();
}

test('through the provider to the queue, and out and in again', {}, async ({ page, context, server, watch }) => {
  const first = account(server, 'siti', 'subjek-siti');
  await page.goto('/petugas');
  await through(page).waitFor();
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await accessible(page, `masuk, ${colorScheme}`);
  }
  await fits(page, 'masuk');
  await signOn(page, 'subjek-siti');
  // Somebody else knows the first password, whichever way its owner came.
  await heading(page, 'Ganti kata sandi').waitFor();
  await field(page, 'Kata sandi sekarang').fill(first);
  await field(page, 'Kata sandi baru').fill(PASSWORD);
  await button(page, 'Simpan').click();
  await heading(page, 'Menunggu verifikasi').waitFor();
  assert.equal(page.url(), `${server.origin}/petugas`);
  await page.reload();
  await heading(page, 'Menunggu verifikasi').waitFor();
  const cookies = (await context.cookies(`${server.origin}${CALLBACK}`)).map(({ name, sameSite, httpOnly }) => ({ name, sameSite, httpOnly }));
  assert.deepEqual(cookies.find(({ name }) => name === 'tilik_petugas'), { name: 'tilik_petugas', sameSite: 'Strict', httpOnly: true });
  assert.ok(!cookies.some(({ name }) => name === 'tilik_sign_on'), 'nothing is left of the sign-on');
  await button(page, 'Keluar').click();
  await sees(page, 'Anda sudah keluar.');
  // The provider still knows who it is, and a keyboard is enough.
  await through(page).focus();
  await page.keyboard.press('Enter');
  await heading(page, 'Menunggu verifikasi').waitFor();
  const asked = watch.requests.map((request) => request.url()).filter((url) => url.includes(CALLBACK) && !url.startsWith(issuer));
  const used = new URL(asked.at(-1)).searchParams;
  for (const hidden of ['subjek-siti', used.get('code'), used.get('state')]) assert.ok(!server.log().includes(hidden), hidden);
  // The same address once more: what it says was used, and a session is not lost by it.
  await page.goto(asked.at(-1));
  await heading(page, 'Menunggu verifikasi').waitFor();
});

test('who may not in is told what to do next', {}, async ({ page, context, server, watch }) => {
  await signOn(page, 'subjek-siapa');
  await sees(page, 'Akun kabupaten Anda belum tersambung dengan akun petugas yang aktif.');
  assert.equal(page.url(), `${server.origin}/petugas`);
  await accessible(page, 'belum tersambung');
  await page.reload();
  await through(page).waitFor();
  assert.ok(!(await page.locator('main').innerText()).includes('belum tersambung'), 'said once');

  await context.clearCookies();
  account(server, 'budi', 'subjek-budi');
  server.command('officer', 'end', 'budi');
  await signOn(page, 'subjek-budi');
  await sees(page, 'Akun kabupaten Anda belum tersambung dengan akun petugas yang aktif.');

  // An answer that this browser did not ask for.
  await page.goto(`${CALLBACK}?code=kode&state=${'A'.repeat(43)}`);
  await sees(page, 'Masuk dengan akun kabupaten belum selesai.');

  // The provider is gone, and so is what the server knew of it.
  const first = account(server, 'tini', 'subjek-tini');
  listening.closeAllConnections();
  await new Promise((resolve) => listening.close(resolve));
  await server.kill();
  await server.run();
  watch.expect(answered(503));
  await page.goto('/petugas');
  await through(page).click();
  await sees(page, 'Layanan akun kabupaten sedang tidak bisa dihubungi.');
  await field(page, 'Nama akun').fill('tini');
  await field(page, 'Kata sandi').fill(first);
  await button(page, 'Masuk').click();
  await heading(page, 'Ganti kata sandi').waitFor();
});
