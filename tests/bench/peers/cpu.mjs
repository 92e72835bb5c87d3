// CPU time by the kernel's own account, over a whole tree of processes.

import { readFileSync, readdirSync } from 'node:fs';

// /proc/PID/stat counts in ticks of 1/100 s on every Linux.
const TICKS_PER_SECOND = 100;

/** Seconds of CPU so far of these processes and all below them, those that ended included. */
export function cpuSeconds(roots) {
  const children = new Map();
  const ticks = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number)) {
    const fields = stat(pid);
    if (!fields) continue;
    const [parent, own] = [Number(fields[1]), fields.slice(11, 15).map(Number)];
    children.set(parent, [...(children.get(parent) ?? []), pid]);
    // utime, stime, and of children that ended and were waited for cutime, cstime.
    ticks.set(pid, own.reduce((sum, part) => sum + part));
  }
  const below = (pid) => (ticks.get(pid) ?? 0) + (children.get(pid) ?? []).reduce((sum, child) => sum + below(child), 0);
  return roots.reduce((sum, root) => sum + below(root), 0) / TICKS_PER_SECOND;
}

/** The fields after the name, which is in brackets and may hold anything. */
function stat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    // It ended since the folder was read.
    return undefined;
  }
}
