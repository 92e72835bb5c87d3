// The capacity model of docs/capacity.md: arithmetic over the measured figures, and a
// simulation of a payout day. Node.js 20 or newer, nothing to install.
//
//   node docs/capacity/model.mjs           print all tables as Markdown
//   node docs/capacity/model.mjs --check   fail where docs/capacity.md holds other tables
//   node docs/capacity/model.mjs --write   put the tables into docs/capacity.md
//
// What was measured is in measured.json, one place; put new figures there after
// `make bench`, then --write. What is assumed stands here, with its reason.

import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

export const measured = JSON.parse(readFileSync(new URL("measured.json", import.meta.url), "utf8"));

// A measured figure by its name.
export const figure = (name) => {
  const found = measured.figures[name];
  if (!Number.isFinite(found?.value)) throw new Error(`measured.json has no figure ${name}`);
  return found.value;
};

const MICRO = 1e-6;
const SECONDS = { minute: 60, hour: 3600 };

// ---------------------------------------------------------------- assumptions

// People. The regency's by its own count; the others rounded from the civil register.
export const PLACES = [
  { name: "Regency (Banyuwangi)", people: 1.75e6 },
  { name: "Province (East Java)", people: 41e6 },
  { name: "Nation", people: 280e6 },
];

export const ASSUMED = {
  // Share of all families that come on payout day. Nobody has counted it. In 2020 half
  // of Banyuwangi's families were on a list; two in five of those looking once is this.
  dayShare: 0.2,
  // Questions in a visit: one's own NIK, and every second time somebody else's.
  checksPerVisit: 1.5,
  // Reports in a visit. In 2020 the first days brought 5,500 reports from 520,000
  // families, 1 % in days; this is 0.4 % of families in one day.
  reportsPerVisit: 0.02,
  // Looks at a report's status in a visit.
  statusPerVisit: 0.1,
  // Of a visit's requests each check and each report has a challenge before it (proof of
  // work on). The constant is the code's, not a guess: one challenge counts once.
  challengesPerProof: 1,
  // Visits without the program, through plain forms.
  plainShare: 0.05,
  // Bytes of one request and answer to the API with headers, both ways. Bodies were
  // 115 to 270 bytes, answers' headers about 450; the rest is what a browser adds.
  bytesPerRequest: 1500,
  // TLS, proxying and the site's files, CPU of the proxy for each visit: a handshake (0.2
  // to 0.5 ms with P-256) and some ten requests. Not measured here. The files come from
  // the proxy, so the server has the API alone.
  proxyCpuPerVisit: 1000 * MICRO,
  // Cores are bought so that the peak keeps half of them busy: the other half is for a
  // machine that fails, a landing, and what was measured too well.
  utilisation: 0.5,
  // Cores of one machine that serves, and of one that holds a database.
  serverCores: 4,
  databaseCores: 16,
  // One node's data that is still comfortable to back up and to restore in an hour or two.
  nodeData: 500e9,
  // The primary and two replicas.
  copies: 3,
  // List editions kept: replaced ones stay. One a month for a year.
  editionsKept: 12,
  // Payout days a year whose reports are kept (nothing prunes them today).
  payoutDays: 12,
  // New rows beside the old until vacuum has been: twice the data in the worst hour.
  landingFactor: 2,
  // A full landing in the night.
  nightHours: 6,
  // Memory of one machine that serves; system and page cache keep a quarter.
  machineMemory: 64e9,
  machineMemoryUsable: 0.75,
  // One network link of a machine.
  link: 1e9,
  // Round trip from a server to its database and back, with the statement.
  countRoundTrip: 0.001,
  // Times a client comes again after 503 before it gives up.
  tries: 5,
};

// The day: pieces with the share of its visits. Lists are announced at nine; a quarter
// of the day's visits, so 5 % of families, come within the hour after, and a quarter of
// those in its first five minutes (a message in a WhatsApp group, a news site).
export const DAY = [
  { name: "0:00–9:00", seconds: 9 * SECONDS.hour, share: 0.05 },
  { name: "9:00–9:05, the announcement", seconds: 5 * SECONDS.minute, share: 0.0625 },
  { name: "9:05–9:15", seconds: 10 * SECONDS.minute, share: 0.0625 },
  { name: "9:15–10:00", seconds: 45 * SECONDS.minute, share: 0.125 },
  { name: "10:00–12:00", seconds: 2 * SECONDS.hour, share: 0.2 },
  { name: "12:00–18:00", seconds: 6 * SECONDS.hour, share: 0.3 },
  { name: "18:00–22:00", seconds: 4 * SECONDS.hour, share: 0.17 },
  { name: "22:00–24:00", seconds: 2 * SECONDS.hour, share: 0.03 },
];

// The assumption about the peak is the weakest, so results are shown for ten times as
// much too: half of all families within the hour.
export const PEAK_FACTORS = [1, 10];

// Facts of the code.
export const CODE = {
  inFlight: 1000, // TILIK_IN_FLIGHT
  retryFrom: 3, // Retry-After, src/server/src/http/shed.rs
  retryTo: 9,
  plainPerSecond: 2, // ALL_PLAIN, src/server/src/http/limits.rs
  counters: 2, // COUNTERS, src/server/src/storage/postgres/counting.rs
  batchSharded: 1, // where the engine shards, a statement counts one row
};

// ----------------------------------------------------------------- arithmetic

// A figure of the sample's size, at another size, by the measured exponent.
export const grown = (value, size, exponent) => value * size ** exponent;

export const exponent = (name) => measured.growth[name].exponent;

const SAMPLE = figure("sample_families");
export const PEOPLE_PER_FAMILY = figure("sample_people") / SAMPLE;
export const LINES_PER_FAMILY = figure("sample_list_lines") / SAMPLE;
export const familiesOf = (people) => people / PEOPLE_PER_FAMILY;

// Visits a second in each piece of the day.
export const visitRates = (families, factor = 1) =>
  DAY.map((piece) => ({
    ...piece,
    visits: (families * ASSUMED.dayShare * piece.share * factor) / piece.seconds,
  }));

export const peakVisits = (families, factor = 1) =>
  Math.max(...visitRates(families, factor).map((piece) => piece.visits));

// Requests of one visit to the API, by kind.
export const VISIT = {
  challenge: (ASSUMED.checksPerVisit + ASSUMED.reportsPerVisit) * ASSUMED.challengesPerProof,
  check: ASSUMED.checksPerVisit,
  report: ASSUMED.reportsPerVisit,
  status: ASSUMED.statusPerVisit,
};
export const REQUESTS_PER_VISIT = Object.values(VISIT).reduce((sum, count) => sum + count, 0);

// CPU seconds of a request: of the server, and of the database. `engine` is "sqlite",
// "postgres", or "sharded". The limits and the proof of work are on.
export function costs(engine, families = SAMPLE) {
  const size = families / SAMPLE;
  const each = costsOfSample(engine);
  const scaled = (cost, by) => ({ server: grown(cost.server, size, by), database: grown(cost.database, size, by) });
  return { ...each, check: scaled(each.check, exponent("check_cpu")), report: scaled(each.report, exponent("report_cpu")) };
}

function costsOfSample(engine) {
  if (engine === "sqlite") {
    const of = (name) => ({ server: figure(name) * MICRO, database: 0 });
    return {
      challenge: of("sqlite_challenge_cpu"),
      check: of("sqlite_check_guarded_cpu"),
      report: of("sqlite_report_cpu"),
      status: of("sqlite_check_guarded_cpu"),
    };
  }
  const of = (name, counts) => ({
    server: figure(`postgres_${name}_server_cpu`) * MICRO,
    // What counting one row alone costs more than counting it among others.
    database: (figure(`postgres_${name}_database_cpu`) + (engine === "sharded" ? counts * sharding() : 0)) * MICRO,
  });
  return {
    challenge: of("challenge", 1),
    check: of("check_guarded", 3),
    report: of("report", 2),
    // As a check that asks the database.
    status: {
      server: figure("postgres_check_guarded_server_cpu") * MICRO,
      database: figure("postgres_lookup_database_cpu") * MICRO,
    },
  };
}

// More CPU of the database for each count where a statement counts one row: measured
// with two counts a check (its network and its NIK).
const sharding = () =>
  Math.max(0, figure("sharded_check_limits_database_cpu") - figure("postgres_check_limits_database_cpu")) / 2;

// CPU seconds of a visit.
export function visitCost(engine, families) {
  const each = costs(engine, families);
  const sum = (side) => Object.entries(VISIT).reduce((total, [kind, count]) => total + count * each[kind][side], 0);
  return { server: sum("server"), database: sum("database") };
}

// Cores for a load of busy cores, in steps of a machine; at least `least`.
export const coresFor = (busy, step, least) => Math.max(least, Math.ceil(busy / ASSUMED.utilisation / step) * step);

// Bytes of memory of a server that holds the lists of so many families, and while it
// reads a newer edition beside the one it answers from.
export function memory(families) {
  const held = grown(figure("server_memory") * 1e6, families / SAMPLE, exponent("memory"));
  return { held, reading: 2 * held };
}

// Seconds until the lists are in memory; checks ask the database meanwhile.
export const readingSeconds = (families) => grown(figure("lists_ready"), families / SAMPLE, exponent("reading"));

// Seconds of a full landing: registry, then lists.
export function landing(families, engine) {
  const residents = figure(`${engine}_import_residents`);
  const lines = figure(`${engine}_import_recipients`);
  const size = families / SAMPLE;
  const at = (count, perSecond) => grown(count / perSecond, size, exponent("import"));
  return {
    residents: at(figure("sample_people"), residents),
    lines: at(figure("sample_list_lines"), lines),
    memory: grown(figure("import_peak_memory") * 1e6, size, exponent("import_memory")),
  };
}

// Bytes on disk.
export function disk(families, engine) {
  const residents = families * PEOPLE_PER_FAMILY;
  const lines = families * LINES_PER_FAMILY;
  const reports = families * ASSUMED.dayShare * ASSUMED.reportsPerVisit * ASSUMED.payoutDays;
  const spread = grown(1, families / SAMPLE, exponent("disk") - 1);
  const of = (name) => figure(`${engine}_${name}`);
  const data = spread * (residents * of("resident_bytes") + lines * of("line_bytes"));
  const indexes = spread * (residents * of("resident_index_bytes") + lines * of("line_index_bytes"));
  const editions = spread * lines * of("edition_line_bytes") * (ASSUMED.editionsKept - 1);
  const log = residents * of("resident_wal_bytes") + lines * of("line_wal_bytes");
  const kept = reports * of("report_bytes");
  const one = (data + indexes) * ASSUMED.landingFactor + editions + kept + log;
  return { data, indexes, editions, reports: kept, log, one, all: one * ASSUMED.copies };
}

// Bits a second at the peak, to and from residents, each visit a first load.
export const network = (families, factor = 1) =>
  peakVisits(families, factor) *
  8 *
  (figure("first_load_bytes") + REQUESTS_PER_VISIT * ASSUMED.bytesPerRequest);

// -------------------------------------------------------------------- M/M/c

// Erlang C: how likely an arrival waits, where `busy` is the load in cores (arrivals a
// second times seconds each). Through Erlang B's recursion, which does not overflow.
export function erlangC(cores, busy) {
  if (busy >= cores) return 1;
  let blocked = 1;
  for (let core = 1; core <= cores; core += 1) blocked = (busy * blocked) / (core + busy * blocked);
  return blocked / (1 - (busy / cores) * (1 - blocked));
}

// Waiting in M/M/c: its mean, and the time that the share `q` does not exceed.
export function erlangWaiting(cores, perSecond, serviceSeconds, q = 0.99) {
  const busy = perSecond * serviceSeconds;
  if (busy >= cores) return { waits: 1, mean: Infinity, quantile: Infinity };
  const waits = erlangC(cores, busy);
  const spare = cores / serviceSeconds - perSecond;
  return { waits, mean: waits / spare, quantile: Math.max(0, Math.log(waits / (1 - q)) / spare) };
}

// --------------------------------------------------------------- simulation

// sfc32: the same numbers for the same seed, everywhere.
export function random(seed) {
  let [a, b, c, counter] = [0x9e3779b9, 0x243f6a88, seed | 0, 1];
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return ((sum >>> 0) + 0.5) / 4294967296;
  };
  for (let warm = 0; warm < 15; warm += 1) next();
  return next;
}

// The smallest first.
export class Heap {
  #keys = [];
  #values = [];

  get size() {
    return this.#keys.length;
  }

  get first() {
    return this.#keys.length > 0 ? this.#keys[0] : Infinity;
  }

  push(key, value) {
    const [keys, values] = [this.#keys, this.#values];
    let at = keys.length;
    keys.push(key);
    values.push(value);
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (keys[above] <= key) break;
      keys[at] = keys[above];
      values[at] = values[above];
      at = above;
    }
    keys[at] = key;
    values[at] = value;
  }

  pop() {
    const [keys, values] = [this.#keys, this.#values];
    const [first, key, value] = [values[0], keys.pop(), values.pop()];
    const size = keys.length;
    let at = 0;
    while (size > 0) {
      let below = 2 * at + 1;
      if (below >= size) break;
      if (below + 1 < size && keys[below + 1] < keys[below]) below += 1;
      if (keys[below] >= key) break;
      keys[at] = keys[below];
      values[at] = values[below];
      at = below;
    }
    if (size > 0) {
      keys[at] = key;
      values[at] = value;
    }
    return first;
  }
}

// Times, counted in classes 1 % apart above a microsecond.
class Times {
  #counts = new Float64Array(4096);
  count = 0;
  sum = 0;
  most = 0;

  add(seconds) {
    const place = seconds < MICRO ? 0 : Math.min(4095, 1 + Math.floor(Math.log(seconds / MICRO) / Math.log(1.01)));
    this.#counts[place] += 1;
    this.count += 1;
    this.sum += seconds;
    if (seconds > this.most) this.most = seconds;
  }

  get mean() {
    return this.count > 0 ? this.sum / this.count : 0;
  }

  quantile(q) {
    let left = q * this.count;
    for (let place = 0; place < 4096; place += 1) {
      left -= this.#counts[place];
      if (left <= 0 && this.count > 0) return place === 0 ? 0 : Math.min(this.most, MICRO * 1.01 ** place);
    }
    return this.most;
  }
}

/**
 * One server, first come first served.
 *
 * pieces   [{ seconds, perSecond }], arrivals at random times (Poisson)
 * cores    how many serve
 * service  (random) => seconds a request takes of a core
 * limit    requests under way at the most; Infinity: none is sent away
 * shedCost seconds of a core that a 503 takes
 * tries    times a client sends before it gives up; it comes again after 3 to 9 s
 */
export function simulate({ pieces, cores, service, limit = CODE.inFlight, shedCost = 0, tries = ASSUMED.tries, seed = 2020 }) {
  const draw = random(seed);
  const gap = (perSecond) => -Math.log(draw()) / perSecond;
  const free = new Heap(); // when each core is free
  for (let core = 0; core < cores; core += 1) free.push(0, 0);
  const underWay = new Heap(); // when what is under way ends
  const again = new Heap(); // who comes again, with first arrival and tries so far
  const waiting = new Times(); // of those taken in, from this try to a core
  const whole = new Times(); // of the same, from the first try
  let [sent, shed, lost, arrivals, waited] = [0, 0, 0, 0, 0];

  const arrive = (now, since, tried) => {
    sent += 1;
    while (underWay.first <= now) underWay.pop();
    const start = Math.max(now, free.first);
    if (underWay.size >= limit) {
      shed += 1;
      if (shedCost > 0) {
        free.pop();
        free.push(start + shedCost, 0);
      }
      if (tried + 1 >= tries) lost += 1;
      else again.push(now + CODE.retryFrom + draw() * (CODE.retryTo - CODE.retryFrom), [since, tried + 1]);
      return;
    }
    const end = start + service(draw);
    free.pop();
    free.push(end, 0);
    if (limit < Infinity) underWay.push(end, 0);
    if (start > now) waited += 1;
    waiting.add(start - now);
    whole.add(start - since);
  };

  let begin = 0;
  for (const { seconds, perSecond } of pieces) {
    const end = begin + seconds;
    let next = perSecond > 0 ? begin + gap(perSecond) : Infinity;
    while (Math.min(next, again.first) < end) {
      if (again.first <= next) {
        const now = again.first;
        const [since, tried] = again.pop();
        arrive(now, since, tried);
      } else {
        arrivals += 1;
        arrive(next, next, 0);
        next += gap(perSecond);
      }
    }
    begin = end;
  }
  while (again.size > 0) {
    const now = again.first;
    const [since, tried] = again.pop();
    arrive(now, since, tried);
  }
  return {
    arrivals,
    sent,
    shedShare: sent > 0 ? shed / sent : 0,
    lostShare: arrivals > 0 ? lost / arrivals : 0,
    waits: waiting.count > 0 ? waited / waiting.count : 0,
    mean: waiting.mean,
    p99: waiting.quantile(0.99),
    longest: waiting.most,
    wholeP99: whole.quantile(0.99),
  };
}

export const exponential = (mean) => (draw) => -Math.log(draw()) * mean;

// The requests of visits, each kind with its measured time.
export function mix(engine, families) {
  const each = costs(engine, families);
  const kinds = Object.entries(VISIT).map(([kind, count]) => [count / REQUESTS_PER_VISIT, each[kind].server]);
  return (draw) => {
    let left = draw();
    for (const [share, seconds] of kinds) {
      left -= share;
      if (left <= 0) return seconds;
    }
    return kinds[0][1];
  };
}

// A piece of the day is simulated for this long at the most: a server forgets in
// seconds, and clients that come again are through in half a minute.
const PIECE_SECONDS = 30;

// A payout day on one of `servers` equal servers.
export function payoutDay({ families, factor, engine, cores, servers, seed = 2020, limit = CODE.inFlight }) {
  const pieces = visitRates(families, factor).map(({ seconds, visits }) => ({
    seconds: Math.min(seconds, PIECE_SECONDS),
    perSecond: (visits * REQUESTS_PER_VISIT) / servers,
  }));
  const shedCost = figure("constant_answer_cpu") * MICRO;
  return simulate({ pieces, cores, service: mix(engine, families), shedCost, seed, limit });
}

// One server of 1, 2 or 4 cores, then as many of 4 as it takes.
export function* machines() {
  yield { servers: 1, cores: 1 };
  yield { servers: 1, cores: 2 };
  for (let servers = 1; ; servers += 1) yield { servers, cores: ASSUMED.serverCores };
}

const PROMISE = 0.5; // seconds; nobody's first try to a core, coming again included

// The fewest that keep the promise, by Erlang C and by simulation, each on its own.
export function fewestCores(families, factor, engine) {
  const service = visitCost(engine, families).server / REQUESTS_PER_VISIT;
  const perSecond = peakVisits(families, factor) * REQUESTS_PER_VISIT;
  let byErlang, bySimulation;
  for (const size of machines()) {
    // Far too few need no simulation: it would be all shedding.
    if (size.servers * size.cores < 0.8 * perSecond * service) continue;
    if (erlangWaiting(size.cores, perSecond / size.servers, service).quantile < PROMISE) byErlang ??= size;
    const day = payoutDay({ families, factor, engine, ...size });
    if (day.wholeP99 < PROMISE && day.shedShare < 0.001) bySimulation ??= { size, day };
    if (byErlang && bySimulation) return { byErlang, ...bySimulation };
  }
}

// -------------------------------------------------------------------- tables

const number = (value, digits = 0) =>
  value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
// Two digits that count; a simulation promises no more.
const rough = (value) => {
  if (value === 0) return "0";
  if (!Number.isFinite(value)) return "∞";
  const digits = Math.max(0, 1 - Math.floor(Math.log10(Math.abs(value))));
  return Number(value.toPrecision(2)).toLocaleString("en", { maximumFractionDigits: Math.min(digits, 6) });
};
const percent = (share) => `${rough(share * 100)} %`;
const bytes = (value) => (value >= 1e12 ? `${rough(value / 1e12)} TB` : value >= 1e9 ? `${rough(value / 1e9)} GB` : `${rough(value / 1e6)} MB`);
const time = (seconds) =>
  seconds >= 5400 ? `${rough(seconds / 3600)} h` : seconds >= 90 ? `${rough(seconds / 60)} min` : seconds >= 1 ? `${rough(seconds)} s` : `${rough(seconds * 1e3)} ms`;
const millions = (people) => `${rough(people / 1e6)} million`;
const table = (head, rows) =>
  [head, head.map((_, column) => (column === 0 ? "---" : "---:")), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

const places = PLACES.map((place) => ({ ...place, families: familiesOf(place.people) }));
const headed = (first) => [first, ...places.map((place) => place.name)];
const row = (name, of) => [name, ...places.map(of)];

// The engine that a place runs on: a regency on the embedded one, the others on PostgreSQL.
const engineOf = (place) => (place === places[0] ? "sqlite" : "postgres");

function demand() {
  return table(headed("payout day"), [
    row("people", (place) => number(place.people)),
    row("families", (place) => number(Math.round(place.families / 1e3) * 1e3)),
    row("visits that day", (place) => number(Math.round((place.families * ASSUMED.dayShare) / 1e3) * 1e3)),
    row("visits in the hour after the announcement", (place) => number(Math.round((place.families * ASSUMED.dayShare * 0.25) / 1e3) * 1e3)),
    row("visits a second in its first five minutes", (place) => rough(peakVisits(place.families))),
    row("requests to the API a second then", (place) => rough(peakVisits(place.families) * REQUESTS_PER_VISIT)),
    row("of these reports a second", (place) => rough(peakVisits(place.families) * VISIT.report)),
  ]);
}

function perVisit() {
  const engines = ["sqlite", "postgres", "sharded"];
  const cost = engines.map((engine) => [costs(engine), visitCost(engine)]);
  const micros = (value) => rough(value / MICRO);
  return table(
    ["CPU, µs: server + database", "a visit has", "SQLite", "PostgreSQL", "PostgreSQL in steps of one shard"],
    [
      ...Object.entries(VISIT).map(([kind, count]) => [
        { challenge: "a challenge", check: "a check", report: "a report", status: "a look at the status" }[kind],
        number(count, 2),
        ...cost.map(([each]) => `${micros(each[kind].server)} + ${micros(each[kind].database)}`),
      ]),
      ["a visit", "", ...cost.map(([, visit]) => `${micros(visit.server)} + ${micros(visit.database)}`)],
    ],
  );
}

function size(factor) {
  const peak = (place) => peakVisits(place.families, factor);
  const cost = (place) => visitCost(engineOf(place), place.families);
  const database = (place, engine) => peak(place) * visitCost(engine, place.families).database;
  const server = (place) => {
    const busy = peak(place) * cost(place).server;
    return `${rough(busy)} busy, buy ${coresFor(busy, 2, place === places[0] ? 2 : 4)}`;
  };
  return table(headed(factor === 1 ? "at the assumed peak" : `at ${factor} times that`), [
    row("servers, cores", server),
    row("database, cores, one PostgreSQL", (place) =>
      place === places[0] ? "in the server" : `${rough(database(place, "postgres"))} busy, buy ${coresFor(database(place, "postgres"), 2, 4)}`),
    row("database, cores, sharded", (place) =>
      place === places[0] ? "none" : `${rough(database(place, "sharded"))} busy, buy ${coresFor(database(place, "sharded"), 2, 4)}`),
    row("the same more, while checks ask the database", (place) =>
      place === places[0] ? "not measured" : `${rough(peak(place) * VISIT.check * figure("postgres_lookup_database_cpu") * MICRO)} busy`),
    row("proxy with TLS and files, cores (assumed)", (place) => `buy ${coresFor(peak(place) * ASSUMED.proxyCpuPerVisit, 1, 1)}`),
    row("network to residents", (place) => `${rough(network(place.families, factor) / 1e6)} Mbit/s`),
  ]);
}

// Database nodes: by cores, and by what one node should hold.
export function shards(families, factor) {
  const busy = peakVisits(families, factor) * visitCost("sharded", families).database;
  const byCores = Math.ceil(busy / ASSUMED.utilisation / ASSUMED.databaseCores);
  const byDisk = Math.ceil(disk(families, "postgres").one / ASSUMED.nodeData);
  return { byCores, byDisk, nodes: Math.max(byCores, byDisk) };
}

function storage() {
  const of = (place) => disk(place.families, engineOf(place));
  const land = (place) => landing(place.families, engineOf(place));
  return table(headed("memory, disk, landing"), [
    row("engine", (place) => (engineOf(place) === "sqlite" ? "SQLite" : "PostgreSQL")),
    row("memory of each server that holds all lists", (place) => bytes(memory(place.families).held)),
    row("the same while it reads a newer edition", (place) => bytes(memory(place.families).reading)),
    row("until they are in memory", (place) => time(readingSeconds(place.families))),
    row("data", (place) => bytes(of(place).data)),
    row("indexes", (place) => bytes(of(place).indexes)),
    row("replaced editions, 11 months", (place) => bytes(of(place).editions)),
    row("reports of twelve payout days", (place) => bytes(of(place).reports)),
    row("WAL of a full landing", (place) => bytes(of(place).log)),
    row("disk of one copy, room to land included", (place) => bytes(of(place).one)),
    row("with two replicas", (place) => bytes(of(place).all)),
    row("landing the registry", (place) => time(land(place).residents)),
    row("landing the lists", (place) => time(land(place).lines)),
    row("memory of the import", (place) => bytes(land(place).memory)),
    row("database nodes by disk", (place) => (place === places[0] ? "none" : `${shards(place.families, 1).byDisk}`)),
    row("database nodes by cores, peak × 1 and × 10", (place) =>
      place === places[0] ? "none" : PEAK_FACTORS.map((factor) => shards(place.families, factor).byCores).join(" and ")),
  ]);
}

function breaks() {
  // What one person adds at the peak.
  const visits = peakVisits(familiesOf(1));
  const person = (value) => value / PEOPLE_PER_FAMILY;
  const postgres = visitCost("postgres");
  const counts = visits * (VISIT.challenge + 2 * VISIT.check + VISIT.report);
  const heldBytes = person((memory(SAMPLE).reading) / SAMPLE);
  const rows = [
    ["plain forms: 2 a second over all networks", CODE.plainPerSecond / (visits * ASSUMED.plainShare * ASSUMED.checksPerVisit), `${percent(ASSUMED.plainShare)} of visits without the program`],
    ["the registry lands within a night, PostgreSQL", (ASSUMED.nightHours * 3600) / (landing(SAMPLE, "postgres").residents / figure("sample_people")), `${ASSUMED.nightHours} h, one file, one transaction`],
    ["memory of a server while it reads an edition", (ASSUMED.machineMemory * ASSUMED.machineMemoryUsable) / heldBytes, `three quarters of ${bytes(ASSUMED.machineMemory)}`],
    ["counting where the engine shards, one server", (CODE.counters * CODE.batchSharded) / ASSUMED.countRoundTrip / counts, `${CODE.counters} counters, one row each ${time(ASSUMED.countRoundTrip)}`],
    ["cores of one PostgreSQL, half busy", (ASSUMED.databaseCores * ASSUMED.utilisation) / (visits * postgres.database), `${ASSUMED.databaseCores} cores`],
    ["cores of one server, half busy", (ASSUMED.serverCores * ASSUMED.utilisation) / (visits * postgres.server), `${ASSUMED.serverCores} cores, PostgreSQL`],
    ["one link to residents", ASSUMED.link / network(familiesOf(1)), `${rough(ASSUMED.link / 1e9)} Gbit/s, all visits first loads`],
    ["disk of one node, room to land included", ASSUMED.nodeData / (disk(SAMPLE, "postgres").one / figure("sample_people")), bytes(ASSUMED.nodeData)],
    ["reports, SQLite's one writer at half its rate", (figure("sqlite_reports_group_commit") * ASSUMED.utilisation) / (visits * VISIT.report), `${number(figure("sqlite_reports_group_commit"))}/s with group commit`],
  ].sort((one, other) => one[1] - other[1]);
  return table(["what", "ends at people, peak × 1", "peak × 10", "because"], rows.map(([what, people, why]) => {
    const steady = /registry|memory|disk/.test(what);
    return [what, millions(people), steady ? "the same" : millions(people / 10), why];
  }));
}

function crossCheck() {
  const mean = 200 * MICRO;
  const rows = [];
  for (const [cores, load] of [[1, 0.5], [1, 0.9], [2, 0.8], [4, 0.5], [4, 0.9], [8, 0.9], [8, 0.95]]) {
    const perSecond = (cores * load) / mean;
    const theory = erlangWaiting(cores, perSecond, mean);
    const seconds = 1_000_000 / perSecond;
    const run = simulate({ pieces: [{ seconds, perSecond }], cores, service: exponential(mean), limit: Infinity });
    rows.push([`${cores} ${cores === 1 ? "core" : "cores"}, ${percent(load)} busy`, percent(theory.waits), percent(run.waits), `${rough(theory.mean * 1e6)}`, `${rough(run.mean * 1e6)}`, `${rough(theory.quantile * 1e3)}`, `${rough(run.p99 * 1e3)}`]);
  }
  return table(["service 200 µs, exponential", "wait, Erlang C", "simulated", "mean µs, Erlang C", "simulated", "p99 ms, Erlang C", "simulated"], rows);
}

function payout() {
  const name = ({ servers, cores }) => (servers === 1 ? `${cores}` : `${servers} × ${cores}`);
  const rows = places.flatMap((place) =>
    PEAK_FACTORS.map((factor) => {
      const { byErlang, size, day } = fewestCores(place.families, factor, engineOf(place));
      const busy = peakVisits(place.families, factor) * visitCost(engineOf(place), place.families).server;
      return [`${place.name}, peak × ${factor}`, rough(busy), name(byErlang), name(size), percent(day.shedShare), `${rough(day.p99 * 1e3)}`, `${rough(day.wholeP99 * 1e3)}`];
    }),
  );
  return table(["p99 under 0.5 s, less than 0.1 % shed", "busy cores", "cores by Erlang C", "cores simulated", "shed", "p99 of waiting, ms", "p99 with coming again, ms"], rows);
}

const OVERLOAD_CORES = 2;

export function overload(load, limit, seed = 2020) {
  const service = mix("postgres");
  const mean = visitCost("postgres").server / REQUESTS_PER_VISIT;
  const cores = OVERLOAD_CORES;
  const pieces = [{ seconds: PIECE_SECONDS, perSecond: (load * cores) / mean }];
  return simulate({ pieces, cores, service, limit, shedCost: figure("constant_answer_cpu") * MICRO, seed });
}

function overloads() {
  const rows = [0.5, 0.9, 1.1, 1.5, 2, 3].map((load) => {
    const [kept, open] = [overload(load, CODE.inFlight), overload(load, Infinity)];
    return [percent(load), percent(kept.shedShare), percent(kept.lostShare), time(kept.p99), time(kept.wholeP99), time(open.p99)];
  });
  return table([`new arrivals for ${PIECE_SECONDS} s, against what ${OVERLOAD_CORES} cores do`, "tries shed", "gave up after 5", "p99 of waiting, taken in", "p99 with coming again", "p99 without a limit"], rows);
}

export const TABLES = {
  demand,
  "per-visit": perVisit,
  size: () => size(PEAK_FACTORS[0]),
  "size-ten": () => size(PEAK_FACTORS[1]),
  storage,
  breaks,
  payout,
  overload: overloads,
  "cross-check": crossCheck,
};

// ------------------------------------------------------------------ the page

const PAGE = new URL("../capacity.md", import.meta.url);
const block = (name) => new RegExp(`(<!-- table: ${name} -->\\n)([\\s\\S]*?)(<!-- end -->)`);

// What of the page is not as it should be.
export function differences(page, tables) {
  return Object.entries(tables).flatMap(([name, text]) => {
    const found = block(name).exec(page);
    if (!found) return [`${name}: not in the page`];
    return found[2] === `${text}\n` ? [] : [`${name}: differs`];
  });
}

function main(option) {
  const tables = Object.fromEntries(Object.entries(TABLES).map(([name, make]) => [name, make()]));
  if (option === undefined) {
    for (const [name, text] of Object.entries(tables)) console.log(`## ${name}\n\n${text}\n`);
    return 0;
  }
  const page = readFileSync(PAGE, "utf8");
  if (option === "--write") {
    const written = Object.entries(tables).reduce((text, [name, made]) => text.replace(block(name), (_, head, __, tail) => `${head}${made}\n${tail}`), page);
    writeFileSync(PAGE, written);
    const missing = differences(written, tables);
    for (const fault of missing) console.error(fault);
    return missing.length > 0 ? 1 : 0;
  }
  if (option !== "--check") {
    console.error("usage: node docs/capacity/model.mjs [--check | --write]");
    return 2;
  }
  const faults = differences(page, tables);
  for (const fault of faults) console.error(`docs/capacity.md, table ${fault}`);
  if (faults.length > 0) console.error("node docs/capacity/model.mjs --write puts them right; then read the page's sentences again");
  return faults.length > 0 ? 1 : 0;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = main(process.argv[2]);
