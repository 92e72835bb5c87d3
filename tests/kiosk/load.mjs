// The parts of the kiosk's shell without a browser. They share one scope, as the build
// puts them together (tools/site-kiosk), and take what they need as arguments.

import { readFileSync } from 'node:fs';
import vm from 'node:vm';

const read = (name) => readFileSync(new URL(`../../src/kiosk/shell/${name}.js`, import.meta.url), 'utf8');

/** What these files define, by name: `load(['bytes', 'seal'], ['seal'])`. */
export function load(files, names) {
  const code = `(function () {'use strict';\n${files.map(read).join('\n')}\nreturn {${names}};})()`;
  return vm.runInThisContext(code, { filename: files.join('+') });
}

/** A steady clock that goes when it is told to. */
export function steadyClock() {
  let now = 1000;
  const steady = () => now;
  steady.go = (time) => { now += time; };
  return steady;
}

/** The outbox of a device, in memory. */
export function itemsInMemory() {
  const all = [];
  return {
    all: () => all,
    add: (name) => all.push({ order: all.length + 1, key: name, state: 'waiting' }),
    waiting: async () => all.filter((item) => item.state === 'waiting').map((item) => ({ ...item })),
    sent: async ({ order }, answer) => Object.assign(all[order - 1], { state: 'sent', answer }),
    bad: async ({ order }, word) => Object.assign(all[order - 1], { state: 'bad', word }),
  };
}
