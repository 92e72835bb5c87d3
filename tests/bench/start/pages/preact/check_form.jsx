// The check: the NIK field, the button, and what the lists say.
import { useRef, useState } from 'preact/hooks';
import { fault } from '../nik.js';
import { NikField } from './nik_field.jsx';
import { useCheck } from './use_check.js';

const VERDICTS = {
  listed: ['', 'Terdaftar', 'Keluarga Anda sudah masuk daftar', 'Tidak perlu lapor lagi. Bantuan cair menurut jadwal tiap program.'],
  not_listed: ['verdict--note', 'Belum terdaftar', 'Keluarga Anda belum masuk daftar', 'Anda bisa lapor sekarang. NIK ini ikut terisi di laporan.'],
  failed: ['verdict--wait', '', 'Belum berhasil', 'Sambungan terputus. Tidak ada jawaban yang hilang. Coba lagi.'],
};

const Verdict = ({ status }) => {
  const [tone, mark, title, text] = VERDICTS[status];
  return (
    <section class={`verdict ${tone}`}>
      <p class="mark">{mark}</p>
      <h2>{title}</h2>
      <p>{text}</p>
    </section>
  );
};

export function CheckForm() {
  const [nik, setNik] = useState('');
  const [done, setDone] = useState(false);
  const field = useRef(null);
  const { status, busy, check } = useCheck();

  const type = (digits) => {
    setNik(digits);
    setDone(false);
  };
  const submit = (event) => {
    event.preventDefault();
    setDone(true);
    if (fault(nik, true)) field.current.focus();
    else check(nik);
  };

  return (
    <section class="door">
      <form onSubmit={submit} noValidate>
        <NikField nik={nik} wrong={fault(nik, done)} field={field} onType={type} onDone={() => setDone(nik !== '')} />
        <button class="btn" type="submit" aria-disabled={busy ? 'true' : 'false'}>
          {busy ? 'Sedang mencocokkan…' : 'Cek penerima'}
        </button>
      </form>
      <div role="status">{status && <Verdict status={status} />}</div>
    </section>
  );
}
