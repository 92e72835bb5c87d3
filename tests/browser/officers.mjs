// Officers in a browser: an account made by the command, signed in, at work.

import { button, field, heading, sees } from './screens.mjs';

/** The password that everybody at work has chosen. */
export const PASSWORD = 'kopi tubruk di pelabuhan';
let count = 0;

/** An account with its first password. */
export function account(server, duty, name = `petugas.${++count}`) {
  return { name, first: server.command('officer', 'add', name, ...duty).trim().replace('first password ', '') };
}

export async function signIn(page, name, password) {
  await field(page, 'Nama akun').fill(name);
  await field(page, 'Kata sandi').fill(password);
  await button(page, 'Masuk').click();
}

/** The first password becomes one's own. */
export async function choosePassword(page, first) {
  await heading(page, 'Ganti kata sandi').waitFor();
  await field(page, 'Kata sandi sekarang').fill(first);
  await field(page, 'Kata sandi baru').fill(PASSWORD);
  await button(page, 'Simpan').click();
}

/** An officer at work, with a password of their own. */
export async function atWork(page, server, duty) {
  const { name, first } = account(server, duty);
  await page.goto('/petugas');
  await heading(page, 'Masuk').waitFor();
  await signIn(page, name, first);
  await choosePassword(page, first);
  await sees(page, 'Kata sandi sudah diganti.');
  return name;
}
