// What stands around every page.

export const Masthead = () => (
  <>
    <a class="skip" href="#isi">Langsung ke isi</a>
    <header class="masthead">
      <div class="masthead__in">
        <a class="masthead__home" href="/"><strong>Tilik</strong><small>Pemerintah Kabupaten Banyuwangi</small></a>
        <nav aria-label="Bahasa"><button type="button" id="bahasa" lang="en">English</button></nav>
      </div>
    </header>
  </>
);

export const Foot = () => (
  <footer class="foot">
    <div class="page">
      <p><strong>Jangan marah, laporkan di sini.</strong></p>
      <nav class="row" aria-label="Layanan">
        <a class="quiet" href="/cek">Cek penerima</a>
        <a class="quiet" href="/status">Status laporan</a>
      </nav>
      <p class="soft">Butuh bantuan? Datanglah ke kantor desa atau kelurahan Anda.</p>
    </div>
  </footer>
);
