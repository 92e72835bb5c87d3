// The site on a static host: nginx as docs/hosting.md sets it up, on an origin and
// below a path that are not the server's.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

const project = new URL('../../', import.meta.url).pathname;
const xtask = join(process.env.CARGO_TARGET_DIR ?? join(project, 'target'), 'release/xtask');

/** The block for nginx in the documentation, as it stands there. */
const documented = () => readFileSync(join(project, 'docs/hosting.md'), 'utf8').match(/```nginx\n(.*?)```/s)[1];

/** One for the tests of a file; it is gone with them. */
export class StaticHost {
  #home = mkdtempSync(join(tmpdir(), 'tilik-host-'));
  #child;

  constructor(port, base) {
    this.port = port;
    this.base = base;
    this.folder = join(this.#home, 'www', base);
    // The worker is another user where the tests run as root.
    chmodSync(this.#home, 0o755);
    after(() => {
      this.#child?.kill('SIGTERM');
      rmSync(this.#home, { recursive: true, force: true });
    });
  }

  /** Makes the site anew with these options, and serves it with the headers printed. */
  async serve(...options) {
    if (this.#child) return;
    const home = this.#home;
    mkdirSync(join(home, 'www'));
    this.printed = execFileSync(xtask, ['host', process.env.TILIK_SITE_DIR, this.folder, '--base', this.base, ...options], { encoding: 'utf8' });
    const [, policy] = this.printed.match(/Content-Security-Policy: (.*)/);
    const here = {
      'listen 443 ssl': `listen 127.0.0.1:${this.port}`, 'server_name www.example.go.id': 'server_name localhost',
      '/srv/www': join(home, 'www'), '/tilik/': this.base, POLICY: policy,
    };
    const block = Object.entries(here).reduce((text, [there, put]) => {
      assert.ok(text.includes(there), `docs/hosting.md says ${there}`);
      return text.replaceAll(there, put);
    }, documented());
    const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${home}/${name};`).join(' ');
    writeFileSync(join(home, 'nginx.conf'), `daemon off; pid ${home}/pid; error_log ${home}/error.log; worker_processes 1;
      events { worker_connections 256; } http { include /etc/nginx/mime.types; access_log off; ${scratch} ${block} }`);
    const program = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/bin/nginx'].find(existsSync);
    this.#child = spawn(program, ['-p', home, '-c', join(home, 'nginx.conf')], { stdio: 'inherit' });
    for (let tries = 0; !(await this.#answers()); tries++) {
      assert.ok(tries < 200, 'nginx does not start');
      await sleep(50);
    }
  }

  #answers() {
    return fetch(`http://127.0.0.1:${this.port}/`).then(() => true, () => false);
  }
}
