// What could not be told to people, in the officers' console: shown without anybody's
// name or number, and sent once more, by keyboard too.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { accessible, fits } from './accessible.mjs';
import { answered, suite } from './harness.mjs';
import { atWork } from './officers.mjs';
import { button, focused, heading, sees } from './screens.mjs';

// A gateway that refuses everything until it is told otherwise.
const gateway = { status: 410, ids: [] };
const webhook = createServer((request, response) => {
  request.resume().on('end', () => {
    gateway.ids.push(request.headers['webhook-id']);
    response.writeHead(gateway.status).end();
  });
});
await new Promise((listens) => webhook.listen(0, '127.0.0.1', listens));
after(() => webhook.close());
const key = join(mkdtempSync(join(tmpdir(), 'tilik-key-')), 'key');
writeFileSync(key, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n', { mode: 0o600 });

const { test } = suite({
  TILIK_MESSAGES: `webhook:http://127.0.0.1:${webhook.address().port}/`,
  TILIK_MESSAGES_SECRET: key,
});

for (const [width, height] of [[320, 568], [1280, 800]]) {
  test(`what was refused is shown and sent once more, ${width} px`, { viewport: { width, height }, hasTouch: false, program: false, reducedMotion: 'reduce', timeout: 120_000 }, async ({ page, server, watch }) => {
    watch.expect(answered(401));
    gateway.status = 410;
    const before = gateway.ids.length;
    const reporter = { name: 'Penolong Contoh', phone: '081234567891', relation: 'neighbour' };
    const tickets = [];
    for (let times = 0; times < 3; times++) {
      tickets.push((await server.report({ nik: server.familyWithoutAid(), reporter })).ticket);
    }
    const came = async (count) => {
      for (let times = 0; gateway.ids.length < before + count && times < 1_000; times++) await sleep(20);
      // The answer is noted a moment after it was given.
      await sleep(300);
    };
    await came(3);

    await atWork(page, server, ['--role', 'admin']);
    await button(page, 'Pesan').click();
    await heading(page, 'Pesan kepada warga').waitFor();
    assert.equal(await focused(page), 'Pesan kepada warga');
    const line = (ticket) => page.getByRole('listitem').filter({ hasText: ticket });
    for (const ticket of tickets) await line(ticket).getByText('laporan diterima, kepada penolong').waitFor();
    await line(tickets[0]).getByText('Gerbang pesan menolak untuk seterusnya. Dicoba 1 kali.').waitFor();
    const shown = await page.locator('main').innerText();
    assert.doesNotMatch(shown, /Warga Contoh|Penolong Contoh|0812|\d{16}/);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await accessible(page, `pesan, ${colorScheme}`);
    }
    await fits(page, 'pesan');

    gateway.status = 204;
    const again = page.getByRole('button', { name: `Kirim lagi: ${tickets[1]}, laporan diterima` });
    for (let times = 0; times < 60; times++) {
      await page.keyboard.press('Tab');
      if (await again.evaluate((element) => element === document.activeElement)) break;
    }
    await page.keyboard.press('Enter');
    await sees(page, `Pesan untuk laporan ${tickets[1]} dikirim lagi.`);
    assert.equal(await line(tickets[1]).count(), 0);
    await came(4);
    assert.equal(gateway.ids.at(-1), `msg_${tickets[1].replaceAll('-', '')}_2`, 'under the id that it had');
    await button(page, 'Kirim lagi semuanya').click();
    await sees(page, 'Tidak ada pesan yang gagal.');
    await came(6);
    assert.equal(new Set(gateway.ids.slice(before)).size, 3);
    await accessible(page, 'pesan, none');
  });
}
