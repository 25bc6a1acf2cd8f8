// The floor of the API, in a process of its own: express answers what it is told to with bytes made beforehand, and reads bodies.
import express from 'express';

let body = '{}';
const app = express();
app.get('/v2/contacts', (_request, response) => response.type('json').send(body));
app.post('/v2/contacts', express.json(), (request, response) =>
  response.status(201).json({ success: true, data: request.body }),
);
process.on('message', (message) => {
  body = message;
  process.send?.('told');
});
const server = app.listen(0, '127.0.0.1', () => process.send?.({ port: server.address().port }));
