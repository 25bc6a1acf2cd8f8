// A consumer in a process of its own: answers 204 and counts. While it is told to hold, it keeps what comes unanswered.
import { createServer } from 'node:http';

let count = 0;
let holding = false;
let held = [];
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    count += 1;
    if (holding) held.push(response);
    else response.writeHead(204).end();
  });
});
process.on('message', (message) => {
  holding = message === 'hold';
  if (message === 'reset') count = 0;
  if (!holding) for (const response of held) response.writeHead(204).end();
  if (!holding) held = [];
  process.send?.({ count });
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: server.address().port }));
