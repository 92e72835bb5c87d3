// What promtool does not know: the dashboard, and whether the files of this folder
// agree. `node check.mjs CHECK` says what is wrong, and fails if anything is; `check`
// calls each.

import { readFileSync } from "node:fs";

const read = (name) => readFileSync(new URL(name, import.meta.url), "utf8");
const faults = [];
const fault = (text) => faults.push(text);

// The panels, those inside collapsed rows included.
const dashboard = () => JSON.parse(read("dashboard.json"));
const panels = () => dashboard().panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);
const charts = () => panels().filter((panel) => panel.type !== "row");

// Everything on the dashboard that Prometheus is asked: [where, expression].
function asked() {
  const board = dashboard();
  return [
    ...charts().flatMap((panel) => (panel.targets ?? []).map((target) => [`panel "${panel.title}"`, target.expr ?? ""])),
    ...board.annotations.list.filter((it) => it.expr).map((it) => [`annotation "${it.name}"`, it.expr]),
    ...board.templating.list
      .filter((it) => it.type === "query")
      .map((it) => [`variable "${it.name}"`, /^label_values\((.+),\s*\w+\)$/.exec(it.query.query ?? it.query)?.[1] ?? ""]),
  ];
}

// As Grafana would send it.
const filled = (expression) =>
  expression.replace(/\$(__rate_interval|__interval|__range)\b/g, "5m").replace(/\$(\w+|\{[^}]*\})/g, ".*");

const variablesOf = (text) => [...text.matchAll(/\$(?:\{(\w+)[^}]*\}|(\w+))/g)].map((it) => it[1] ?? it[2]);

// alerts.yml, read as far as it is written: `- alert:` or `- record:`, then keys, each
// with a value on its line or a block below that lies deeper.
function rules() {
  const found = [];
  let block;
  const text = read("alerts.yml");
  for (const line of text.split("\n")) {
    const indent = line.search(/\S/);
    if (indent < 0 || line[indent] === "#") continue;
    if (block && indent > block.indent) {
      block.rule[block.key] += ` ${line.trim()}`;
      continue;
    }
    block = undefined;
    const [, dash, key, value] = /^\s*(- )?(\w+):\s*(.*)$/.exec(line) ?? [];
    if (dash && (key === "alert" || key === "record")) found.push({});
    const rule = found.at(-1);
    if (!rule || !key) continue;
    if (/^[>|]-?$/.test(value)) {
      rule[key] = "";
      block = { rule, key, indent };
    } else {
      rule[key] = value.replace(/^(['"])(.*)\1$/, "$2");
    }
  }
  const written = text.match(/^\s*(- )?(alert|record):/gm)?.length;
  if (written !== found.length || found.some((rule) => !rule.expr)) {
    fault("alerts.yml is not written as check.mjs reads it: `- alert:` or `- record:` first, `expr:` below");
  }
  return found;
}

// The names of series in an expression: what is no word of the language, no function,
// and no label.
const WORDS = new Set(
  ("and or unless bool offset inf nan sum min max avg count group stddev stdvar topk bottomk quantile count_values" +
    " by without on ignoring group_left group_right").split(" "),
);
function namesIn(expression) {
  const bare = filled(expression)
    .replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, " ")
    .replace(/\{[^}]*\}/g, " ")
    .replace(/\[[^\]]*\]/g, " ")
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/gi, " $1 ");
  return [...bare.matchAll(/(?<![\w:.])([a-zA-Z_:][\w:]*)(\s*\()?/g)]
    .filter(([, name, call]) => !WORDS.has(name.toLowerCase()) && !call)
    .map(([, name]) => name);
}

function names(of) {
  const served = read("metrics.txt").split("\n").filter(Boolean);
  if (new Set(served).size < served.length) fault("metrics.txt has a name twice");
  for (const name of served) if (!/^[a-z][a-z0-9_]*$/.test(name)) fault(`metrics.txt: "${name}" is no name`);
  // `up` is made by Prometheus for each server it asks.
  const known = new Set([...served, "up"]);
  const all = rules();
  // The dashboard shows what is served, so that it works without the rules.
  if (of === "alerts") for (const rule of all) if (rule.record) known.add(rule.record);
  const where = of === "alerts" ? all.map((rule) => [rule.alert ?? rule.record, rule.expr ?? ""]) : asked();
  for (const [place, expression] of where) {
    const found = namesIn(expression);
    if (found.length === 0) fault(`${place}: asks for no series`);
    for (const name of found) if (!known.has(name)) fault(`${place}: ${name} is not served`);
  }
}

const checks = {
  json() {
    const board = dashboard();
    for (const key of ["uid", "title", "schemaVersion", "panels", "templating", "annotations"]) {
      if (board[key] === undefined) fault(`no "${key}"`);
    }
    if (board.id !== null) fault(`"id" must be null: it is the number of one Grafana's own database`);
  },

  ids() {
    const seen = new Map();
    for (const panel of panels()) {
      if (!Number.isInteger(panel.id)) fault(`"${panel.title}" has no id`);
      else if (seen.has(panel.id)) fault(`"${panel.title}" and "${seen.get(panel.id)}" both have id ${panel.id}`);
      seen.set(panel.id, panel.title);
    }
  },

  grid() {
    // A collapsed row's panels lie where they are once it is open: they are compared
    // among themselves.
    const board = dashboard();
    for (const group of [board.panels, ...board.panels.map((panel) => panel.panels ?? [])]) {
      group.forEach((a, n) => {
        const { x, y, w, h } = a.gridPos ?? {};
        if (![x, y, w, h].every(Number.isInteger)) return fault(`"${a.title}" has no place`);
        if (x < 0 || y < 0 || w < 1 || h < 1 || x + w > 24) fault(`"${a.title}" lies beyond the edge`);
        for (const b of group.slice(0, n)) {
          const o = b.gridPos ?? {};
          if (x < o.x + o.w && o.x < x + w && y < o.y + o.h && o.y < y + h) fault(`"${a.title}" lies on "${b.title}"`);
        }
      });
    }
  },

  words() {
    const titles = new Set();
    for (const panel of panels()) {
      if (!panel.title) fault(`panel ${panel.id} has no title`);
      if (titles.has(panel.title)) fault(`"${panel.title}" is there twice`);
      titles.add(panel.title);
      if (panel.type === "row") continue;
      // One full stop followed by a space or the end; "0.5 s" has none.
      if ((panel.description ?? "").match(/\.(\s|$)/g)?.length !== 1 || !panel.description.endsWith(".")) {
        fault(`"${panel.title}": the description is not one sentence`);
      }
    }
  },

  variables() {
    const board = dashboard();
    const there = new Set(board.templating.list.map((it) => it.name));
    if (!board.templating.list.some((it) => it.type === "datasource" && it.query === "prometheus")) {
      fault("no variable chooses the data source");
    }
    const asking = [
      ...charts().flatMap((panel) => [panel, ...(panel.targets ?? [])].map((it) => [`panel "${panel.title}"`, it])),
      ...board.annotations.list.filter((it) => it.expr).map((it) => [`annotation "${it.name}"`, it]),
      ...board.templating.list.filter((it) => it.type === "query").map((it) => [`variable "${it.name}"`, it]),
    ];
    for (const [place, it] of asking) {
      if (it.datasource?.uid !== "${datasource}") fault(`${place}: asks a data source of its own`);
    }
    for (const [place, expression] of asked()) {
      for (const name of variablesOf(expression)) {
        if (!name.startsWith("__") && !there.has(name)) fault(`${place}: there is no variable ${name}`);
      }
    }
  },

  expressions() {
    const one = ([place, expression], n) =>
      `      # ${place}\n      - record: dashboard:expression:${n}\n        expr: ${JSON.stringify(filled(expression))}\n`;
    process.stdout.write(`groups:\n  - name: dashboard\n    rules:\n${asked().map(one).join("")}`);
  },

  names: () => names(process.argv[3]),

  alerts() {
    const alerts = rules().filter((rule) => rule.alert);
    if (alerts.length === 0) fault("no alert was found in alerts.yml");
    const headings = new Set([...read("README.md").matchAll(/^#+ (.+)$/gm)].map((it) => it[1].toLowerCase()));
    // A case of the tests: the alert's name, then what is expected of it.
    const tests = read("alerts.test.yml");
    const cases = [...tests.matchAll(/alertname: (\w+)\n\s*exp_alerts:([^\n]*)/g)];
    if (cases.length !== tests.match(/alertname:/g)?.length) {
      fault("alerts.test.yml is not written as check.mjs reads it: `alertname:`, and `exp_alerts:` on the next line");
    }
    for (const { alert, severity, summary, runbook } of alerts) {
      if (!["critical", "warning"].includes(severity)) fault(`${alert}: the severity is neither critical nor warning`);
      if (!summary) fault(`${alert}: no summary`);
      if (runbook !== `docs/monitoring/README.md#${alert.toLowerCase()}`) fault(`${alert}: its runbook is ${runbook}`);
      if (!headings.has(alert.toLowerCase())) fault(`${alert}: README.md has no heading of that name`);
      const its = cases.filter((it) => it[1] === alert).map((it) => it[2].trim());
      if (!its.some((it) => it === "")) fault(`${alert}: no test lets it fire`);
      if (!its.some((it) => it === "[]")) fault(`${alert}: no test keeps it silent`);
    }
    const known = new Set(alerts.map((rule) => rule.alert));
    for (const [, name] of cases) if (!known.has(name)) fault(`alerts.test.yml: there is no alert ${name}`);
  },
};

const check = checks[process.argv[2]];
if (!check) {
  console.error(`usage: node check.mjs ${Object.keys(checks).join("|")}`);
  process.exit(2);
}
try {
  check();
} catch (error) {
  fault(error.message);
}
for (const text of faults) console.error(text);
process.exitCode = faults.length > 0 ? 1 : 0;
