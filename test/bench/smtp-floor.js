// The floor of mail that comes in, in a process of its own: smtp-server as it is shipped but for its reverse look-ups drains what
// comes and keeps nothing. With `parse` as its argument simpleParser reads each mail; `settle` is answered when all are read.
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

const isParsing = process.argv[2] === 'parse';
let parsing = Promise.resolve();

function take(stream, done) {
  if (!isParsing) {
    stream.on('end', done);
    stream.resume();
    return;
  }
  const chunks = [];
  stream.on('data', (chunk) => chunks.push(chunk));
  stream.on('end', () => {
    done();
    const raw = Buffer.concat(chunks);
    parsing = parsing.then(() => simpleParser(raw));
  });
}

const server = new SMTPServer({
  authOptional: true,
  disableReverseLookup: true,
  disabledCommands: ['STARTTLS'],
  onData: (stream, session, callback) => take(stream, () => callback()),
});
process.on('message', async () => {
  await parsing;
  process.send?.('settled');
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: server.server.address().port }));
