// The texts of the language shown. The build makes a file of each catalogue
// (src/kiosk/texts, and what the residents' pages have already); all are fetched at the
// start, since the network may be gone when another language is chosen.

const LANGUAGES = ['id', 'jv', 'mad', 'en'];

function makeTexts(catalogues) {
  let tag = 'id';
  const t = (key, names = {}) => (catalogues[tag][key] || key).replace(/\{(\w+)\}/g, (whole, name) => names[name] ?? whole);
  const day = (date) => {
    const [year, month, number] = date.split('-').map(Number);
    return t('date.day', { day: number, month: t('date.months').split(' ')[month - 1], year });
  };
  /** A moment in Banyuwangi. */
  const local = (moment) => new Date(moment + 7 * 3600000).toISOString();
  return {
    t,
    tag: () => tag,
    show(wanted) { tag = catalogues[wanted] ? wanted : 'id'; },
    /** `2020-05-20` in words; a word for none. */
    day: (date) => (date ? day(date) : t('date.unknown')),
    month(period) {
      const [year, month] = period.split('-').map(Number);
      return t('date.month', { month: t('date.months').split(' ')[month - 1], year });
    },
    moment(moment) {
      const [date, time] = local(moment).split('T');
      return t('date.moment', { date: day(date), hour: time.slice(0, 2), minute: time.slice(3, 5) });
    },
  };
}
