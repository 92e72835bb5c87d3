// A site of somebody else's, on an origin of its own: `localhost` where Tilik is
// 127.0.0.1, so that a browser takes the two for different sites.

import { createServer } from 'node:http';
import { after } from 'node:test';

export class Host {
  #pages = new Map();

  /** Opens one for the tests of a file. */
  static async open() {
    const host = new Host();
    const server = createServer((request, answer) => {
      const [body, headers] = host.#pages.get(request.url) ?? ['', {}];
      answer.writeHead(body ? 200 : 204, { 'Content-Type': 'text/html; charset=utf-8', ...headers });
      answer.end(body);
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    host.origin = `http://localhost:${server.address().port}`;
    after(() => {
      server.closeAllConnections();
      server.close();
    });
    return host;
  }

  /** Puts up a page; where it is. */
  show(html, headers = {}) {
    const path = `/${this.#pages.size}`;
    this.#pages.set(path, [html, headers]);
    return this.origin + path;
  }
}
