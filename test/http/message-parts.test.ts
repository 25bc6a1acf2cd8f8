import { unzipSync } from 'fflate';
import { createTransport } from 'nodemailer';
import { describe, expect, it } from 'vitest';
import type { Campaign, Contact, EmulatorHandle, Message } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { useReceiver } from '../support/receiver.js';
import { useSmtp } from '../support/smtp-client.js';

const bytesOf = async (emulator: EmulatorHandle, path: string) => {
  const response = await fetch(`${emulator.url}/_emulator/messages/${path}`);
  return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
};

interface File {
  filename?: string;
  content: string | Buffer;
  contentType?: string;
}

async function receive(emulator: EmulatorHandle, attachments: readonly File[]): Promise<Message> {
  const client = createTransport({ ...emulator.smtp, secure: false });
  const mail = { from: 'a@x.test', to: 'b@x.test', subject: 'Files', text: 'Hi' };
  await client.sendMail({ ...mail, attachments: [...attachments] });
  client.close();
  return emulator.inbox.waitFor({ subject: 'Files' });
}

/** The first bytes of a PNG that claims this size, and then nothing. */
function pngOf(width: number, height: number): Buffer {
  const head = Buffer.alloc(33);
  head.write('\x89PNG\r\n\x1a\n', 'latin1');
  head.write('IHDR', 12, 'latin1');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head;
}

describe('the raw message', () => {
  it.each([
    ['UTF-8', Buffer.from('Grüße'), 'text/plain; charset=utf-8'],
    ['ASCII', Buffer.from('abc'), 'text/plain; charset=utf-8'],
    ['Latin-1', Buffer.from('Gr\u00fc\u00dfe', 'latin1'), 'text/plain'],
    ['several charsets', Buffer.concat([Buffer.from('ü '), Buffer.from([0xfc])]), 'text/plain'],
  ])('of %s names no charset that it is not in', async (_charset, subject, type) => {
    const emulator = await useEmulator();
    const raw = Buffer.concat([Buffer.from('Subject: '), subject, Buffer.from('\r\n\r\nx\r\n')]);
    await (await useSmtp(emulator)).mail('b@x.test', Buffer.concat([raw, Buffer.from('.\r\n')]));
    const { id } = await emulator.inbox.waitFor({ to: 'b@x.test' });
    const { response, bytes } = await bytesOf(emulator, `${id}/raw`);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(Buffer.from(bytes).includes(subject)).toBe(true);
  });
});

describe('the attachments of a message', () => {
  it('come as one zip, each under a safe name of its own, with their bytes', async () => {
    const emulator = await useEmulator();
    const large = Buffer.alloc(1_300_000, 'large ');
    const { id } = await receive(emulator, [
      { filename: 'a.txt', content: 'one' },
      { filename: 'A.txt', content: 'two' },
      { filename: '../../etc/passwd', content: 'three' },
      { filename: 'Überblick 数.csv', content: large },
      { filename: 'empty.txt', content: '' },
    ]);
    const { response, bytes } = await bytesOf(emulator, `${id}/attachments`);
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(response.headers.get('content-disposition')).toContain(`filename="${id}-attachments.zip"`);
    const files = unzipSync(bytes);
    expect(Object.keys(files)).toEqual(['a.txt', 'A (2).txt', 'passwd', 'Überblick 数.csv', 'empty.txt']);
    expect(Buffer.from(files['A (2).txt'] ?? []).toString()).toBe('two');
    expect(Buffer.compare(Buffer.from(files['Überblick 数.csv'] ?? []), large)).toBe(0);
  });

  it('are a 404 as a zip where there are none', async () => {
    const emulator = await useEmulator();
    const { id } = await receive(emulator, []);
    expect((await callControl(emulator, `/messages/${id}/attachments`)).error.details.field).toBe('id');
  });

  it('have a picture where their own bytes are one, whatever they are called', async () => {
    const files: readonly [File, type: string | null][] = [
      [{ content: pngOf(10, 10) }, 'image/png'],
      [{ content: pngOf(10, 10), contentType: 'text/plain' }, 'image/png'],
      [{ content: Buffer.from([0xff, 0xd8, 0xff, 0xe0]) }, 'image/jpeg'],
      [{ content: 'GIF89a\x01\x00\x01\x00\x00\x00' }, 'image/gif'],
      [{ content: 'RIFF....WEBPVP8 ' }, 'image/webp'],
      [{ content: '<svg xmlns="http://www.w3.org/2000/svg"/>', contentType: 'image/svg+xml' }, null],
      [{ content: '<script>1</script>', contentType: 'image/png' }, null],
      [{ content: pngOf(65_535, 65_535) }, null],
      [{ content: '' }, null],
    ];
    const emulator = await useEmulator();
    const { id } = await receive(
      emulator,
      files.map(([file]) => ({ filename: 'file', ...file })),
    );
    for (const [index, [, type]] of files.entries()) {
      const { headers, status } = (await bytesOf(emulator, `${id}/attachments/${index}/picture`)).response;
      const isDownload = headers.get('content-disposition')?.startsWith('attachment');
      const shown = [headers.get('content-type'), isDownload, headers.get('x-content-type-options')];
      if (type === null) expect([index, status]).toEqual([index, 404]);
      else expect([index, ...shown]).toEqual([index, type, true, 'nosniff']);
    }
  });
});

/** A campaign to one contact that was delivered and clicked, with an endpoint that fails once. */
async function livedThrough() {
  let calls = 0;
  const receiver = await useReceiver((_hook, response) => {
    calls += 1;
    response.writeHead(calls === 1 ? 500 : 200).end();
  });
  const emulator = await useEmulator();
  await emulator.clock.freeze('2024-03-20T10:00:00Z');
  await emulator.webhooks.add({ url: receiver.url, events: ['email.delivered'] });
  const body = { email: 'ann@people.test' };
  const contact = await callApi<Contact>(emulator, '/contacts', { method: 'POST', body });
  const { data } = await callApi<Campaign>(emulator, '/campaigns', {
    method: 'POST',
    body: {
      ...{ name: 'C', subject: 'For {{first_name}}`x`', from_email: 'n@shop.test' },
      ...{ recipients: { type: 'all' }, content: { html: '<a href="https://shop.test/a">A</a>' } },
    },
  });
  await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
  await emulator.settle();
  await emulator.clock.advance('1m');
  const [mail] = await emulator.inbox.list();
  return { emulator, receiver, id: mail?.id ?? '', contact: contact.data };
}

it('tells the life of a mail from the call of the API to each attempt of a webhook, also as Markdown', async () => {
  const { emulator, receiver, id } = await livedThrough();
  await callControl(emulator, `/messages/${id}/simulate`, { method: 'POST', body: { event: 'clicked' } });
  const { entries, markdown, message_id } = await emulator.inbox.timeline(id);
  expect(message_id).toBe(id);
  const told = entries.map((entry) => {
    switch (entry.kind) {
      case 'call':
        return `call ${entry.method} ${entry.path.replace(/_[0-9a-z]{8}/, '')} ${entry.status}`;
      case 'event':
        return entry.event.type;
      case 'attempt':
        return `attempt ${entry.number} of ${entry.event_type} at ${entry.url}: ${entry.status}`;
      case 'planned':
        return `planned ${entry.do}`;
      default:
        return entry.kind;
    }
  });
  const attempt = `of email.delivered at ${receiver.url}`;
  expect(told).toEqual([
    ...['call POST /v2/campaigns 201', 'call POST /v2/campaigns/campaign/send 200', 'composed', 'smtp'],
    ...['email.sent', 'email.delivered', `attempt 1 ${attempt}: 500`, `attempt 2 ${attempt}: 200`],
    'email.clicked',
  ]);
  expect(markdown).toContain('### `` For `x` `` to `ann@people.test`');
  expect(markdown.match(/^- 2024-03-20T10:0\d:\d\dZ /gm)).toHaveLength(entries.length);
  expect(markdown).toContain('without a value for `first_name`');
});

it('tells what is planned after what happened, and nothing of other mail', async () => {
  const emulator = await useEmulator({ simulation: 'reference' });
  await emulator.clock.freeze('2024-03-20T10:00:00Z');
  for (const name of ['ann+open', 'ben+open'])
    await callApi(emulator, '/emails', {
      method: 'POST',
      body: {
        ...{ from_email: 'n@shop.test', to: `${name}@people.test`, subject: name },
        content: { html: '<p>Hi</p>' },
      },
    });
  await emulator.settle();
  const mail = await emulator.inbox.waitFor({ to: 'ann+open' });
  const { entries } = await emulator.inbox.timeline(mail.id);
  expect(entries.map(({ kind }) => kind).filter((kind) => kind === 'call')).toHaveLength(1);
  expect(entries.at(-1)).toMatchObject({ kind: 'planned', do: 'opened' });
  const foreign = await receive(emulator, []);
  const told = (await emulator.inbox.timeline(foreign.id)).entries;
  expect(told[0]).toMatchObject({ kind: 'smtp', from: 'a@x.test', to: ['b@x.test'], reply: { code: 250 } });
  expect((await callControl(emulator, '/messages/email_00000000/timeline')).status).toBe(404);
});

it('says what can be simulated with a mail as it is, and why not the rest', async () => {
  const { emulator, id, contact } = await livedThrough();
  const reasons = async (of: string) => {
    const { data } = await callControl<{ event: string; reason: string | null }[]>(
      emulator,
      `/messages/${of}/simulate`,
    );
    return Object.fromEntries(data.map(({ event, reason }) => [event, reason]));
  };
  const simulate = (event: string) =>
    callControl(emulator, `/messages/${id}/simulate`, { method: 'POST', body: { event } });
  const all = { opened: null, clicked: null, bounced: null, unsubscribed: null, spam_reported: null };
  expect(await reasons(id)).toEqual(all);
  await simulate('unsubscribed');
  expect(await reasons(id)).toEqual({ ...all, unsubscribed: 'It was unsubscribed from already' });
  await callApi(emulator, `/contacts/${contact.id}`, { method: 'PUT', body: { status: 'active' } });
  expect(await reasons(id)).toEqual(all);
  await simulate('bounced');
  expect(await reasons(id)).toMatchObject({ opened: 'A bounced mail cannot be opened', bounced: null });
  const plain = await receive(emulator, []);
  expect(await reasons(plain.id)).toMatchObject({ opened: null, clicked: 'It has no link to click' });
});
