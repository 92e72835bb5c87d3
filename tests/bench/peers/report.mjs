// The figures as text, ratios first.

const MS = (value) => `${value.toFixed(value < 10 ? 2 : 1)} ms`;
const MICROS = (value) => `${value.toFixed(value < 100 ? 1 : 0)} µs`;
const COUNT = (value) => `${Math.round(value)}`;

/**
 * `rounds[name]` are the figures of each round: `check` and `constant` at the peak,
 * `fixed` at the same `rate` for all. A ratio is taken within each round, since the
 * machine's speed changes between them.
 */
export function report(contenders, rounds, rate) {
  const [tilik, ...twins] = contenders;
  const all = (name, load, what) => rounds[name].map((round) => round[load][what]);
  const middle = (name, load, what) => spread(all(name, load, what)).median;
  const ratios = twins.map(({ name, aim }) => {
    const by = (load) => spread(all(name, load, 'cpu').map((cpu, round) => cpu / rounds[tilik.name][round][load].cpu));
    const ratio = by('check');
    return [
      name,
      `${ratio.median.toFixed(1)}x`,
      `[${ratio.lower.toFixed(1)}-${ratio.upper.toFixed(1)}]`,
      `(aim ${aim}, ${ratio.median >= aim ? 'met' : 'missed'})`,
      `${MICROS(middle(name, 'check', 'cpu'))} against ${MICROS(middle(tilik.name, 'check', 'cpu'))}`,
      `at ${COUNT(rate)}/s: ${by('fixed').median.toFixed(1)}x`,
    ];
  });
  const figures = (...columns) => [
    ['', ...columns.map(([heading]) => heading)],
    ...contenders.map(({ name }) => [name, ...columns.map(([, load, what, as]) => as(middle(name, load, what)))]),
  ];
  const late = Math.max(...contenders.map(({ name }) => middle(name, 'fixed', 'late')));
  return [
    "CPU of a check by Tilik's, all processes of each: medians of the rounds' ratios [quartiles]",
    ...aligned(ratios),
    '',
    'Each at its peak: medians of the rounds',
    ...aligned(
      figures(
        ['CPU of a check', 'check', 'cpu', MICROS],
        ['of /healthz', 'constant', 'cpu', MICROS],
        ['checks a second', 'check', 'perSecond', COUNT],
        ['p50', 'check', 'p50', MS],
        ['p99', 'check', 'p99', MS],
      ),
    ),
    '',
    `All at ${COUNT(rate)}/s (the client was ready to send 99 of 100 requests within ${MS(late)} of their moment)`,
    ...aligned(
      figures(
        ['CPU of a check', 'fixed', 'cpu', MICROS],
        ['p50', 'fixed', 'p50', MS],
        ['p99', 'fixed', 'p99', MS],
      ),
    ),
  ].join('\n');
}

/** The median of a figure over the rounds. */
export const median = (figures) => spread(figures).median;

function spread(figures) {
  const sorted = figures.toSorted((a, b) => a - b);
  const at = (part) => {
    const place = part * (sorted.length - 1);
    const below = sorted[Math.floor(place)];
    return below + (sorted[Math.ceil(place)] - below) * (place % 1);
  };
  return { lower: at(0.25), median: at(0.5), upper: at(0.75) };
}

function aligned(rows) {
  const wide = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => `  ${row.map((cell, column) => (column ? cell.padStart(wide[column]) : cell.padEnd(wide[column]))).join('  ')}`);
}
