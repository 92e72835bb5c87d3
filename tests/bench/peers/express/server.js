// The Express twin: `node server.js PORT DATABASE`, a process for each core.

import cluster from 'node:cluster';
import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import express from 'express';
import { openLists } from './lists.js';
import { parseNik } from './nik.js';

const [port, database] = process.argv.slice(2);

if (cluster.isPrimary) {
  for (let core = 0; core < availableParallelism(); core++) cluster.fork();
} else {
  const app = makeApp(openLists(database));
  // Nothing in front of it closes idle connections, so nothing here need either.
  app.listen(port, '127.0.0.1').keepAliveTimeout = 60_000;
}

function makeApp(check) {
  const app = express();
  // What Express adds unasked, and an answer that is never stored has no use for.
  app.disable('x-powered-by');
  app.disable('etag');

  app.get('/healthz', (request, response) => {
    response.type('text').send('ok\n');
  });

  app.post('/api/v1/checks', stamp, express.json({ limit: '64kb' }), (request, response) => {
    if (typeof request.body?.nik !== 'string') return problem(response, 400, 'malformed', 'The body is not the JSON expected');
    const { nik, fault } = parseNik(request.body.nik);
    if (fault) return problem(response, 422, 'invalid', 'Fields are at fault', [{ field: 'nik', code: fault }]);
    response.json(check(nik));
  });
  // Express knows an error's handler by its four parameters.
  app.use((error, request, response, next) => {
    if (error.type === 'entity.parse.failed') return problem(response, 400, 'malformed', 'The body is not the JSON expected');
    next(error);
  });
  return app;
}

/** What every answer of the API carries. */
function stamp(request, response, next) {
  response.set({ 'X-Request-Id': randomUUID(), 'Cache-Control': 'no-store' });
  next();
}

function problem(response, status, word, title, errors) {
  response.status(status).type('application/problem+json');
  response.send(JSON.stringify({ type: `urn:tilik:problem:${word}`, title, status, errors }));
}
