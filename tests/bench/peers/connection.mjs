// One kept-alive connection and as much of HTTP as an answer to a check needs. It
// costs a fraction of Node's own client, and the load shares its cores with the
// server.

import { once } from 'node:events';
import { createConnection } from 'node:net';

/** A connection whose `post` resolves when the answer, which must be a 200, is there. */
export async function connect(host, port) {
  const socket = createConnection({ host, port, noDelay: true });
  await once(socket, 'connect');
  socket.setEncoding('latin1');
  let answer = '';
  let pending;
  const settle = (error) => {
    const { resolve, reject } = pending ?? {};
    [answer, pending] = ['', undefined];
    if (error) reject?.(error);
    else resolve?.();
  };
  socket.on('data', (text) => {
    answer += text;
    if (isWhole(answer)) settle(answer.startsWith('HTTP/1.1 200 ') ? undefined : new Error(answer));
  });
  socket.on('error', settle);
  socket.on('close', () => settle(new Error('the server closed the connection')));
  const post = (path, body) =>
    new Promise((resolve, reject) => {
      pending = { resolve, reject };
      socket.write(`POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    });
  return { post, close: () => socket.destroy() };
}

/** Whether an answer is there to its end: by its length, or by the last of its chunks. */
function isWhole(answer) {
  const head = answer.indexOf('\r\n\r\n');
  if (head < 0) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(answer.slice(0, head))?.[1];
  return length === undefined ? answer.endsWith('\r\n0\r\n\r\n') : answer.length >= head + 4 + Number(length);
}
