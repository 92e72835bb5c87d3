// The other pages, no more of them than a route needs to lead somewhere.

const Page = ({ title, children }) => (
  <>
    <h1>{title}</h1>
    <section class="door">{children}</section>
  </>
);

export const Report = () => (
  <Page title="Untuk siapa laporan ini?">
    <button class="btn btn--plain" type="button">Saya sendiri</button>
    <button class="btn btn--plain" type="button">Orang lain</button>
  </Page>
);

export const Status = () => (
  <Page title="Status laporan">
    <div class="field">
      <label for="ticket">Nomor laporan</label>
      <input class="box" id="ticket" autoComplete="off" />
    </div>
  </Page>
);

export const Missing = () => (
  <Page title="Halaman tidak ada">
    <a class="btn" href="/">Ke halaman depan</a>
  </Page>
);
