// A mail server for tests/http/messages.rs: prints its port, then each mail as a line of
// JSON. A recipient that starts with `0800000` is refused for good, one with `0800001`
// at its first time.

import { SMTPServer } from 'smtp-server';

const met = new Set();
const refuse = (code) => Object.assign(new Error('no'), { responseCode: code });

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onRcptTo({ address }, session, callback) {
    if (address.startsWith('0800000')) return callback(refuse(550));
    if (address.startsWith('0800001') && !met.has(address)) {
      met.add(address);
      return callback(refuse(451));
    }
    return callback();
  },
  onData(stream, { envelope }, callback) {
    const parts = [];
    stream.on('data', (part) => parts.push(part));
    stream.on('end', () => {
      const mail = Buffer.concat(parts).toString();
      console.log(JSON.stringify({ from: envelope.mailFrom.address, to: envelope.rcptTo.map((to) => to.address), mail }));
      callback();
    });
  },
});
server.on('error', () => {});
server.listen(0, '127.0.0.1', () => console.log(server.server.address().port));
// Gone with whoever started it.
process.stdin.resume().on('end', () => process.exit());
