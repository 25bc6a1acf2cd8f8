import { Agent } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle } from '../../src/index.js';
import { callApi, callControl } from '../support/emulator.js';
import { requestWith } from '../support/head-request.js';
import { useReceiver } from '../support/receiver.js';
import { useSmtp } from '../support/smtp-client.js';

/** What every plain object has, though nobody put it there. */
const words = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'];

interface Schema {
  $ref?: string;
  properties?: Record<string, Schema>;
  anyOf?: Schema[];
  oneOf?: Schema[];
  additionalProperties?: Schema | boolean;
}
interface Shown {
  servers: { url: string }[];
  paths: Record<
    string,
    Record<
      string,
      {
        parameters: { name: string; in: string }[];
        requestBody?: { content: Record<string, { schema: Schema }> };
      }
    >
  >;
  components: { schemas: Record<string, Schema> };
}
interface Operation {
  method: string;
  path: string;
  query: string[];
  /** Fields of the body, each with those within it. */
  fields: Map<string, string[]>;
}

let emulator: EmulatorHandle;
const agent = new Agent({ keepAlive: true, maxSockets: 8 });
const operations: Operation[] = [];

const fieldsOf = (schema: Schema | undefined, { components }: Shown): [string, Schema][] => {
  const named = schema?.$ref === undefined ? schema : components.schemas[schema.$ref.split('/').at(-1) ?? ''];
  const alternatives = [...(named?.anyOf ?? []), ...(named?.oneOf ?? [])];
  const own = Object.entries(named?.properties ?? {});
  return [...own, ...alternatives.flatMap((each) => fieldsOf(each, { components } as Shown))];
};

beforeAll(async () => {
  emulator = await startEmulator();
  for (const path of ['/openapi.json', '/_emulator/openapi.json']) {
    const document = (await (await fetch(`${emulator.url}${path}`)).json()) as Shown;
    for (const [route, methods] of Object.entries(document.paths))
      for (const [method, { parameters, requestBody }] of Object.entries(methods)) {
        const schema = requestBody?.content['application/json']?.schema;
        operations.push({
          method: method.toUpperCase(),
          path: `${document.servers[0]?.url}${route}`,
          query: parameters.flatMap(({ name, in: where }) => (where === 'query' ? [name] : [])),
          fields: new Map(
            fieldsOf(schema, document).map(([name, inner]) => [
              name,
              fieldsOf(inner, document).map(([key]) => key),
            ]),
          ),
        });
      }
  }
});
afterAll(async () => {
  agent.destroy();
  await emulator.stop();
});

const call = (method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
  requestWith(emulator.url, {
    method,
    path,
    headers: {
      Authorization: `Bearer ${emulator.apiKey}`,
      ...(body === undefined
        ? {}
        : { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) }),
      ...headers,
    },
    agent,
    ...(body === undefined ? {} : { body }),
  });

const named = (pairs: readonly (readonly [name: string, json: string])[]): string =>
  `{${pairs.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join()}}`;

/** Bodies with a word in each field, in each field within a field, and as the name of one. */
function bodiesOf({ fields }: Operation, word: string): string[] {
  const value = JSON.stringify(word);
  const flat = [...fields.keys()].map((name) => [name, value] as const);
  const deep = [...fields].map(([name, inner]) => {
    const within = [...inner, word].map((key) => [key, value] as const);
    return [name, named(within)] as const;
  });
  const all = [[...flat, [word, value] as const], deep].map(named);
  // The others are methods like `constructor`: for them all fields at once will do.
  const alone = ['constructor', '__proto__'].includes(word)
    ? [...flat, ...deep].map((pair) => named([pair]))
    : [];
  return fields.size === 0 ? [] : [...all, ...alone];
}

describe.each(words)('%s', (word) => {
  it('is a value and a name like any other to every call of both documents', async () => {
    expect(operations.length).toBeGreaterThan(60);
    const failed: string[] = [];
    const attempt = async (method: string, path: string, body?: string) => {
      const answer = await call(method, path, body);
      if (answer.status >= 500) failed.push(`${method} ${path} ${body ?? ''}: ${answer.body}`);
    };
    for (const operation of operations) {
      const { method, query } = operation;
      const path = operation.path.replace(/\{\w+\}/g, word);
      const waits = path.endsWith('/wait') ? 'timeout=1&' : '';
      const attempts = query.map((name) =>
        attempt(method, `${path}?${waits}${name === 'timeout' ? 'x' : name}=${word}`),
      );
      attempts.push(attempt(method, `${path}?${waits}${word}=${word}`));
      for (const body of bodiesOf(operation, word)) attempts.push(attempt(method, path, body));
      await Promise.all(attempts);
    }
    expect(failed).toEqual([]);
  });

  it.each(['q=WORD:x', 'q=-WORD:x', 'q=has:WORD', 'q=is:WORD', 'status=WORD', 'to=WORD'])(
    'is searched for as %s',
    async (query) => {
      const { status, body } = await call('GET', `/_emulator/messages?${query.replace('WORD', word)}`);
      expect([200, 400]).toContain(status);
      expect(JSON.parse(body)).toMatchObject(
        status === 200 ? { success: true } : { error: { code: 'INVALID_REQUEST' } },
      );
    },
  );

  it('may be the name of a header, a workspace, a folder of links, and a value of any header', async () => {
    const { status } = await call('GET', '/v2/contacts', undefined, { [word]: 'kept' });
    expect(status).toBe(200);
    const { data } = await callControl<{ id: string }[]>(emulator, '/requests?limit=1');
    const logged = await callControl<{ request: { headers: object } }>(emulator, `/requests/${data[0]?.id}`);
    expect(Object.entries(logged.data.request.headers)).toContainEqual([word.toLowerCase(), 'kept']);
    expect((await call('GET', '/_emulator/info', undefined, { [word]: 'x' })).status).toBe(200);
    for (const name of [
      'X-Emulator-Workspace',
      'Authorization',
      'Content-Encoding',
      'Content-Type',
      'Origin',
      'Host',
    ])
      expect((await call('POST', '/_emulator/reset', '{}', { [name]: word })).status).toBeLessThan(500);
    expect((await call('GET', `/t/${word}/${word}`)).status).toBe(404);
    expect((await call('GET', `/${word}`)).status).toBe(404);
  });

  it('is a query parameter that is named where it is not known', async () => {
    const api = await call('GET', `/v2/contacts?${word}=1`);
    expect([api.status, api.headers['x-emulator-warning']]).toEqual([
      200,
      `unknown query parameter "${word}"`,
    ]);
    expect((await call('GET', `/_emulator/info?${word}=1`)).status).toBe(400);
    const twice = await call('GET', `/v2/contacts?${word}=1&${word}=2`);
    expect([twice.status, twice.headers['x-emulator-warning']]).toEqual([
      200,
      `unknown query parameter "${word}"`,
    ]);
  });

  it.each(word === '__proto__' ? [] : [word])(
    '%s is a tag, a custom field and a variable whose value is kept',
    async () => {
      const email = `${word}@example.test`;
      const contact = { email, tags: [word], custom_fields: { [word]: 'kept' } };
      const created = await callApi<typeof contact & { id: string }>(emulator, '/contacts', {
        method: 'POST',
        body: contact,
      });
      expect(created.data).toMatchObject(contact);
      const listed = await callApi<object[]>(emulator, `/contacts?tags=${word}`);
      expect(listed.data).toMatchObject([contact]);
      const content = { text: `{{${word}}}{{missing}}` };
      const mail = {
        from_email: 'a@b.test',
        to: `to-${email}`,
        subject: 's',
        content,
        variables: { [word]: 'kept' },
      };
      await callApi(emulator, '/emails', { method: 'POST', body: mail });
      const message = await emulator.inbox.waitFor({ to: `to-${email}` });
      expect([message.text?.trim(), message.missing]).toEqual(['kept', ['missing']]);
      await callApi(emulator, `/contacts/${created.data.id}`, { method: 'DELETE' });
    },
  );

  it('is missing in a template where nobody gave it', async () => {
    const content = { text: `[{{${word}}}|{{contact.${word}}}|{{#each ${word}}}x{{/each}}]` };
    const to = `none-${word}@example.test`;
    const mail = { from_email: 'a@b.test', to, subject: 's', content };
    expect((await callApi(emulator, '/emails', { method: 'POST', body: mail })).status).toBe(201);
    const message = await emulator.inbox.waitFor({ to });
    expect([message.text?.trim(), message.missing]).toEqual(['[||]', [word, `contact.${word}`]]);
  });

  it('passes through SMTP: as parameter, tag, charset, type, coding, header and file name', async () => {
    const client = await useSmtp(emulator);
    expect(await client.send(`MAIL FROM:<a@b.test> ${word}=${word}`)).toMatch(/^[25]\d\d /);
    expect(await client.send('RSET')).toMatch(/^250 /);
    const head = [
      `Subject: ${word}`,
      `${word}: kept`,
      `Content-Type: multipart/mixed; boundary=B; ${word}=x`,
      '',
      ...[
        '--B',
        `Content-Type: ${word}; charset=${word}; ${word}=${word}`,
        `Content-Transfer-Encoding: ${word}`,
        '',
        'body',
      ],
      ...[
        '--B',
        `Content-Type: application/${word}`,
        `Content-Disposition: ${word}; filename=${word}`,
        '',
        'file',
        '--B--',
        '.',
        '',
      ],
    ];
    const to = `smtp+${word}@example.test`;
    expect(await client.mail(to, head.join('\r\n'))).toMatch(/^250 /);
    client.end();
    const message = await emulator.inbox.waitFor({ to });
    expect([message.subject, message.text?.trim()]).toEqual([word, 'body']);
    expect(message.headers).toContainEqual({ name: word, value: 'kept' });
    expect(message.attachments).toMatchObject([{ filename: word }]);
  });
});

it('A receiver may answer with any of them, and nothing of it is lost', async () => {
  const receiver = await useReceiver((_hook, response) => {
    for (const word of words) response.setHeader(word, 'kept');
    response.setHeader('Content-Encoding', 'constructor');
    response.end('{"__proto__":1}');
  });
  const other = await emulator.workspace();
  const { id } = await other.webhooks.add({ url: receiver.url });
  await other.webhooks.test(id);
  await receiver.waitFor(1);
  await other.settle();
  const [delivery] = await other.webhooks.deliveries();
  const attempt = delivery?.attempts[0];
  expect([delivery?.status, attempt?.response_body]).toEqual(['succeeded', '{"__proto__":1}']);
  const headers = Object.entries(attempt?.response_headers ?? {});
  for (const word of words) expect(headers).toContainEqual([word.toLowerCase(), 'kept']);
});
