// node --test docs/capacity/model.test.mjs

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ASSUMED, CODE, DAY, Heap, PLACES, coresFor, differences, disk, erlangC, erlangWaiting, exponential, familiesOf,
  figure, grown, memory, overload, payoutDay, peakVisits, random, simulate, visitCost,
} from "./model.mjs";

const close = (value, wanted, share, what) =>
  assert.ok(Math.abs(value - wanted) <= share * Math.abs(wanted), `${what ?? "value"}: ${value}, not ${wanted}`);

test("Erlang C by hand", () => {
  // One core: whoever arrives waits as often as it is busy.
  close(erlangC(1, 0.7), 0.7, 1e-12);
  // Two cores, one busy: B = (1/2) / (1 + 1 + 1/2) = 1/5, C = B / (1 - 1/2 (1 - B)) = 1/3.
  close(erlangC(2, 1), 1 / 3, 1e-12);
  // Three cores, two busy: B = (8/6) / (1 + 2 + 2 + 8/6) = 4/19, C = B / (1 - 2/3 * 15/19) = 4/9.
  close(erlangC(3, 2), 4 / 9, 1e-12);
  assert.equal(erlangC(2, 2), 1, "as much as there is: everybody waits");
  assert.ok(erlangC(1000, 900) > 0 && erlangC(1000, 900) < 0.01, "no overflow");
});

test("waiting in M/M/1 by hand", () => {
  // 8 a second, a tenth of a second each: mean 0.8 / (10 - 8), and P(W > t) = 0.8 e^(-2t).
  const { waits, mean, quantile } = erlangWaiting(1, 8, 0.1);
  close(waits, 0.8, 1e-12);
  close(mean, 0.4, 1e-12);
  close(quantile, Math.log(80) / 2, 1e-12);
  assert.equal(erlangWaiting(1, 10, 0.1).quantile, Infinity);
});

test("the simulation agrees with Erlang C", () => {
  for (const [cores, load] of [[1, 0.7], [4, 0.8]]) {
    const perSecond = (cores * load) / 0.001;
    const theory = erlangWaiting(cores, perSecond, 0.001);
    const run = simulate({
      pieces: [{ seconds: 300_000 / perSecond, perSecond }], cores, service: exponential(0.001), limit: Infinity,
    });
    close(run.waits, theory.waits, 0.03, "share that waits");
    close(run.mean, theory.mean, 0.1, "mean");
    close(run.p99, theory.quantile, 0.15, "p99");
  }
});

test("the simulation agrees with a fixed service time", () => {
  // M/D/1: half of M/M/1's mean, 0.8 * 0.001 / (2 * 0.2).
  const run = simulate({ pieces: [{ seconds: 400, perSecond: 800 }], cores: 1, service: () => 0.001, limit: Infinity });
  close(run.mean, 0.002, 0.06);
});

test("the same seed, the same day", () => {
  const day = (seed) => payoutDay({ families: 50_000, factor: 10, engine: "postgres", cores: 1, servers: 1, seed });
  assert.deepEqual(day(7), day(7));
  assert.notDeepEqual(day(7), day(8));
});

test("shedding bounds waiting", () => {
  const run = (limit) =>
    simulate({ pieces: [{ seconds: 10, perSecond: 4000 }], cores: 2, service: () => 0.001, limit, tries: 1 });
  const [kept, open] = [run(CODE.inFlight), run(Infinity)];
  // A thousand before one, two cores, a millisecond each.
  assert.ok(kept.longest <= (CODE.inFlight * 0.001) / 2 + 1e-9, `${kept.longest}`);
  close(kept.shedShare, 0.5, 0.05, "what two cores cannot do is sent away");
  assert.ok(open.longest > 9, "without a limit, as long as the load lasts");
  assert.equal(open.shedShare, 0);
});

test("a short burst is through by coming again, and nobody is counted twice", () => {
  const run = simulate({
    pieces: [{ seconds: 1, perSecond: 4000 }, { seconds: 20, perSecond: 100 }], cores: 2, service: () => 0.001,
  });
  assert.ok(run.shedShare > 0 && run.lostShare < 0.01, JSON.stringify(run));
  assert.ok(run.wholeP99 > CODE.retryFrom && run.sent > run.arrivals);
});

test("more than it can even send away", () => {
  assert.ok(overload(0.5, CODE.inFlight).shedShare === 0);
  assert.ok(overload(1.5, CODE.inFlight).shedShare > 0.2);
});

test("a heap gives the smallest first", () => {
  const [heap, draw] = [new Heap(), random(1)];
  const keys = Array.from({ length: 500 }, draw);
  for (const key of keys) heap.push(key, key);
  assert.deepEqual(keys.map(() => heap.pop()), keys.toSorted((one, other) => one - other));
  assert.equal(heap.first, Infinity);
});

test("the day has all of its visits and all of its hours", () => {
  const sum = (of) => DAY.reduce((total, piece) => total + of(piece), 0);
  close(sum((piece) => piece.share), 1, 1e-9);
  assert.equal(sum((piece) => piece.seconds), 24 * 3600);
  // 5 % of families within the hour after nine.
  const hour = DAY.slice(1, 4);
  assert.equal(hour.reduce((total, piece) => total + piece.seconds, 0), 3600);
  close(hour.reduce((total, piece) => total + piece.share, 0) * ASSUMED.dayShare, 0.05, 1e-9);
  // 480,000 families: 96,000 visits, 6,000 of them in 300 s.
  close(peakVisits(480_000), 20, 1e-9);
  close(peakVisits(480_000, 10), 200, 1e-9);
});

test("sizes", () => {
  assert.equal(grown(10, 4, 1), 40);
  assert.equal(grown(10, 4, 0.5), 20);
  assert.equal(grown(10, 4, 0), 10);
  assert.equal(coresFor(2.1, 2, 4), 6);
  assert.equal(coresFor(0.1, 2, 4), 4);
  const sample = figure("sample_families");
  close(memory(sample).held, figure("server_memory") * 1e6, 1e-9);
  for (const engine of ["sqlite", "postgres"]) {
    const [one, ten] = [disk(sample, engine), disk(10 * sample, engine)];
    assert.ok(ten.one > one.one && one.all === ASSUMED.copies * one.one);
  }
  assert.ok(visitCost("sharded").database > visitCost("postgres").database);
  assert.equal(visitCost("sqlite").database, 0);
  assert.ok(familiesOf(PLACES[2].people) > 80e6);
});

test("a table that differs is told", () => {
  const page = "<!-- table: a -->\n| 1 |\n<!-- end -->\n";
  assert.deepEqual(differences(page, { a: "| 1 |" }), []);
  assert.deepEqual(differences(page, { a: "| 2 |", b: "" }), ["a: differs", "b: not in the page"]);
});
