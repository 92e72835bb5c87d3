// The figures as text, ratios first: the median of ours by the median of what it
// is held against, each with its quartiles.

const MS = { unit: ' ms', text: (value) => value.toFixed(0) };
const KB = { unit: ' KB', text: (value) => (value / 1024).toFixed(1) };
const SHIFT = { unit: '', text: (value) => value.toFixed(3).replace(/\.?0+$/, '') };

// [what, whose, which visit, by whose, which visit, aim]
const RATIOS = [
  ['paint', 'ours', 'cold', 'bare', 'cold'],
  ['paint', 'preact', 'cold', 'bare', 'cold'],
  ['usable', 'ours', 'cold', 'bare', 'cold', 1.1],
  ['usable', 'vanilla', 'cold', 'bare', 'cold'],
  ['usable', 'preact', 'cold', 'bare', 'cold'],
  ['charge', 'ours', 'cold', 'vanilla', 'cold', 1.6],
  ['charge', 'preact', 'cold', 'vanilla', 'cold'],
  ['usable', 'ours', 'warm', 'preact', 'cold', 0.5],
  ['usable', 'bare', 'warm', 'preact', 'cold'],
  ['charge', 'ours', 'warm', 'preact', 'cold', 0.5],
  ['charge', 'vanilla', 'warm', 'preact', 'cold'],
  ['usable', 'ours', 'warm', 'bare', 'warm'],
  ['charge', 'ours', 'warm', 'vanilla', 'warm'],
  ['charge', 'preact', 'warm', 'vanilla', 'warm'],
];
const NAMES = { paint: 'first paint', usable: 'field usable', charge: 'program in charge' };

// [what, heading, how it is written, the most that ours may have]
const AMOUNTS = [
  ['longest', 'longest task (0: none over 50 ms)', MS, 200],
  ['blocking', 'blocking: what tasks have over 50 ms, summed', MS],
  ['shift', 'layout shift', SHIFT, 0],
  ['shiftOfInput', 'layout shift within 500 ms of a key', SHIFT, 0],
  ['bytes', 'bytes over the wire', KB],
];

/** `visits[name][cold|warm]` are the figures of each visit that came to its end. */
export function report(visits) {
  const of = (what, name, when) => spread(visits[name][when].map((figures) => figures[what]));
  const lines = [];
  for (const [what, name, when, other, otherWhen, aim] of RATIOS) {
    const [left, right] = [of(what, name, when), of(what, other, otherWhen)];
    const ratio = left.median / right.median;
    const pair = when === otherWhen ? `${name}/${other} ${when}` : `${name} ${when}/${other} ${otherWhen}`;
    lines.push([NAMES[what], pair, ratio.toFixed(2), aimed(aim, ratio), `${name} ${between(left, MS)}`, `${other} ${between(right, MS)}`]);
  }
  const table = aligned(lines);
  for (const [what, heading, as, most] of AMOUNTS) {
    const rows = Object.keys(visits).map((name) => {
      const [cold, warm] = [of(what, name, 'cold'), of(what, name, 'warm')];
      const worst = `worst ${as.text(Math.max(cold.most, warm.most))}${as.unit}`;
      const aim = name === 'ours' ? aimed(most, Math.max(cold.median, warm.median)) : '';
      return [`  ${name}`, `cold ${between(cold, as)}`, `warm ${between(warm, as)}`, worst, aim];
    });
    table.push('', heading, ...aligned(rows));
  }
  return table.join('\n');
}

const aimed = (aim, figure) => (aim === undefined ? '' : `(aim ${aim}, ${figure <= aim ? 'met' : 'missed'})`);

const between = ({ lower, median, upper }, as) => `${as.text(median)}${as.unit} [${as.text(lower)}-${as.text(upper)}]`;

function spread(figures) {
  const sorted = [...figures].sort((a, b) => a - b);
  const at = (part) => {
    const place = part * (sorted.length - 1);
    const below = sorted[Math.floor(place)];
    return below + (sorted[Math.ceil(place)] - below) * (place % 1);
  };
  return { lower: at(0.25), median: at(0.5), upper: at(0.75), most: sorted.at(-1) };
}

function aligned(rows) {
  const wide = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(wide[column])).join('  ').trimEnd());
}
