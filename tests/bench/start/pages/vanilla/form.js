// The form by hand, on the bare page's own HTML: what was typed before this script
// came is kept and grouped.
import { births, fault, retype } from '../nik.js';

const id = (name) => document.getElementById(name);
const field = id('nik');
const button = field.form.querySelector('button');
let digits = '';

function put(tag, className, text) {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

function tell(done) {
  const wrong = fault(digits, done);
  const dates = births(digits).flatMap((date) => [' atau ', put('b', '', date)]).slice(1);
  id('nik-msg').textContent = wrong;
  field.setAttribute('aria-invalid', String(wrong !== ''));
  field.parentElement.classList.toggle('bad', wrong !== '');
  id('nik-read').replaceChildren(...(dates.length ? ['Lahir ', ...dates] : []));
  id('nik-count').textContent = `${digits.length}/16`;
  return wrong;
}

function typed(inputType) {
  const after = retype(digits, field.value, field.selectionStart, inputType);
  digits = after.digits;
  if (after.shown !== field.value) {
    field.value = after.shown;
    if (field === document.activeElement) field.setSelectionRange(after.caret, after.caret);
  }
  tell(false);
}

const verdict = (tone, mark, title, text) => {
  const box = put('section', `verdict ${tone}`, '');
  box.append(put('p', 'mark', mark), put('h2', '', title), put('p', '', text));
  return box;
};

async function check() {
  const answer = await fetch('/api/v1/checks', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ nik: digits }),
  });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return (await answer.json()).status === 'listed'
    ? verdict('', 'Terdaftar', 'Keluarga Anda sudah masuk daftar', 'Tidak perlu lapor lagi. Bantuan cair menurut jadwal tiap program.')
    : verdict('verdict--note', 'Belum terdaftar', 'Keluarga Anda belum masuk daftar', 'Anda bisa lapor sekarang. NIK ini ikut terisi di laporan.');
}

field.addEventListener('input', (event) => typed(event.inputType));
field.addEventListener('blur', (event) => event.relatedTarget && event.relatedTarget !== button && tell(digits !== ''));
field.form.addEventListener('submit', async (event) => {
  event.preventDefault();
  if (button.getAttribute('aria-disabled') === 'true') return;
  if (tell(true)) {
    field.focus();
    return;
  }
  button.setAttribute('aria-disabled', 'true');
  button.textContent = 'Sedang mencocokkan…';
  id('jawaban').replaceChildren(
    await check().catch(() => verdict('verdict--wait', '', 'Belum berhasil', 'Sambungan terputus. Tidak ada jawaban yang hilang. Coba lagi.')),
  );
  button.setAttribute('aria-disabled', 'false');
  button.textContent = 'Cek penerima';
});

typed();
