// A small server for one built page, which does for it what our server does for
// ours: brotli made beforehand, files kept forever, HTML asked for anew each time.

import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const TYPES = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };

// Our server's headers that say nothing about the one file.
const SHARED = ['content-security-policy', 'permissions-policy', 'referrer-policy', 'vary', 'x-content-type-options'];

/** The headers that every page is sent with, taken from what `origin` sends. */
export async function sharedHeaders(origin) {
  const { headers } = await fetch(origin, { headers: { 'accept-encoding': 'br' } });
  return Object.fromEntries(SHARED.filter((name) => headers.has(name)).map((name) => [name, headers.get(name)]));
}

/** Serves `folder` with `shared` headers; `check` answers a NIK that is asked about. */
export async function serve(folder, shared, check) {
  const files = new Map();
  for (const name of await readdir(folder)) files.set(`/${name}`, file(name, await readFile(join(folder, name)), shared));
  const server = createServer((request, response) => {
    if (request.method === 'POST') return answer(request, response, check);
    const { headers, body } = files.get(request.url) ?? files.get('/index.html');
    const known = headers.etag && request.headers['if-none-match'] === headers.etag;
    response.writeHead(known ? 304 : 200, known ? { ...shared, etag: headers.etag } : headers);
    return response.end(known ? undefined : body);
  });
  // Outlasts the pause between the cold and the warm visit, as ours does.
  server.keepAliveTimeout = 60_000;
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, close };
}

function file(name, content, shared) {
  const body = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } });
  const kept = extname(name) === '.html'
    ? { 'cache-control': 'no-cache', etag: `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"` }
    : { 'cache-control': 'public, max-age=31536000, immutable' };
  return { body, headers: { ...shared, ...kept, 'content-type': TYPES[extname(name)], 'content-encoding': 'br', 'content-length': body.length } };
}

async function answer(request, response, check) {
  const parts = [];
  for await (const part of request) parts.push(part);
  try {
    const said = await check(JSON.parse(Buffer.concat(parts)));
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(said));
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
}
