// The front page: two doors, and how it works.
import { CheckForm } from './check_form.jsx';

const STEPS = [
  'Isi laporan. Beberapa menit saja.',
  'Data langsung dicocokkan dengan Kartu Keluarga.',
  'Layak? Paket sembako tiba dalam 5–7 hari.',
];

export const Home = () => (
  <>
    <h1>Cek bantuan sosial Anda</h1>
    <CheckForm />
    <section class="door">
      <h2>Terdampak, belum dapat bantuan?</h2>
      <p class="soft">Laporkan diri sendiri atau tetangga yang layak dibantu. Hasilnya langsung keluar.</p>
      <a class="btn btn--plain" href="/lapor">Lapor</a>
    </section>
    <section>
      <h2>Cara kerjanya</h2>
      <ol class="steps">{STEPS.map((step) => <li key={step}>{step}</li>)}</ol>
    </section>
    <section class="door">
      <h2>Sudah pernah lapor?</h2>
      <a class="btn btn--plain" href="/status">Lihat status laporan</a>
    </section>
    <p class="soft after">Data penerima per 20 Mei 2020.</p>
  </>
);
