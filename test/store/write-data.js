// Writes a data directory and an export with the emulator of another commit, for the test of the migration that follows it:
//   node test/store/write-data.js <checkout of that commit, built> test/store/data-v<its version>
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createTransport } from 'nodemailer';

const [checkout = '', target = ''] = process.argv.slice(2);
const data = await mkdtemp(join(tmpdir(), 'write-data-'));

async function start() {
  const options = [
    '--data',
    data,
    '--port',
    '0',
    '--smtp-port',
    '0',
    '--log',
    'json',
    '--simulation-speed',
    '1',
  ];
  const child = spawn(process.execPath, [resolve(checkout, 'dist/cli.js'), ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    const entry = JSON.parse(line);
    if (entry.msg !== 'ready') continue;
    child.stdout.resume();
    const end = async (signal) => {
      child.kill(signal);
      await gone;
    };
    return {
      url: entry.url.replace('localhost', '127.0.0.1'),
      smtpPort: Number(/:(\d+)$/.exec(entry.smtp)[1]),
      end,
    };
  }
  throw new Error('the emulator ended before it was ready');
}

function callsOf({ url, smtpPort }, { workspace = 'default', key = 'md_test_local' } = {}) {
  const call = async (path, body, method = body === undefined ? 'GET' : 'POST') => {
    const response = await fetch(url + path, {
      method,
      headers: {
        Authorization: `Bearer ${key}`,
        'Content-Type': 'application/json',
        'X-Emulator-Workspace': workspace,
      },
      ...(body === undefined || body === null ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return path === '/_emulator/export' ? text : JSON.parse(text).data;
  };
  return {
    call,
    contact: (name, more = {}) => call('/v2/contacts', { email: `${name}@example.test`, ...more }),
    campaign: (name, tag, more = {}) =>
      call('/v2/campaigns', {
        name,
        subject: 'News for {{first_name}}',
        from_email: 'news@example.test',
        content: { html: '<h1>Hi {{first_name}}</h1><a href="https://example.test/a">Read</a>' },
        recipients: { type: 'tags', tags: [tag] },
        ...more,
      }),
    send: ({ id }) => call(`/v2/campaigns/${id}/send`, null, 'POST'),
    settle: () => call('/_emulator/settle', null, 'POST'),
    async mail(to, subject, text) {
      const client = createTransport({ host: '127.0.0.1', port: smtpPort, secure: false });
      await client.sendMail({ from: 'someone@elsewhere.test', to, subject, text }).catch(() => undefined);
      client.close();
    },
  };
}

/** What the checkpoint, the snapshot and the export hold. */
async function fillFirst({ call, contact, campaign, send, settle, mail }) {
  // Time stands still in it, so that nothing falls due in the years to come.
  await call('/_emulator/clock/freeze', { at: '2030-01-15T12:00:00Z' });
  await call('/_emulator/webhooks', {
    url: 'http://127.0.0.1:9/hook',
    events: ['email.sent', 'email.bounced'],
  });
  await call('/_emulator/webhooks', {
    url: 'http://127.0.0.1:9/other',
    retries: 'fast',
    enabled: true,
    faults: { duplicate: 0.5, drop_first: 1 },
  });
  await contact('ann', {
    first_name: 'Ann',
    last_name: 'Ärm',
    company: 'Böck & Co',
    phone: '+1 555',
    tags: ['news', 'vip'],
  });
  await contact('bob+bounce', { tags: ['news'] });
  await contact('cid+softbounce', {
    tags: ['news'],
    custom_fields: { n: 1, list: ['ü', null], deep: { a: true } },
  });
  await contact('dee+defer', { tags: ['news'] });
  await contact('eve+click', { tags: ['news'] });
  await contact('fay+bot', { tags: ['news'] });
  const left = await contact('gus', { tags: ['gone'] });
  await call(`/v2/contacts/${left.id}`, { status: 'unsubscribed' }, 'PUT');
  const removed = await contact('hal', { tags: ['gone'] });
  await call(`/v2/contacts/${removed.id}`, null, 'DELETE');
  await contact('ida', { send_welcome: true });
  const sent = await campaign('Sent', 'news');
  await send(sent);
  await settle();
  await campaign('Draft', 'news', { settings: { google_analytics: true }, reply_to: 'reply@example.test' });
  await campaign('Scheduled', 'vip', { send_time: '2031-01-01T00:00:00Z', content: { text: 'Hello' } });
  await call('/v2/emails', {
    from_email: 'shop@example.test',
    to: 'kim@elsewhere.test',
    subject: 'Your order',
    content: { text: 'It comes' },
  });
  await mail('lee@elsewhere.test', 'From outside ✉', 'Grüße, the code is 123456');
  await mail('mia+bounce@elsewhere.test', 'Refused', 'No');
  await call('/_emulator/keys', { name: 'Reader', permissions: ['contacts:read'] });
  const { id } = await call('/_emulator/keys', { name: 'Revoked' });
  await call(`/_emulator/keys/${id}`, null, 'DELETE');
  await settle();
  await call('/_emulator/faults', {
    match: { method: 'GET', path: '/v2/campaigns' },
    respond: { status: 503 },
    times: 3,
  });
  await call('/_emulator/limits', { write: 299 }, 'PUT');
  await call('/_emulator/snapshots/base', null, 'PUT');
}

/** What the journal alone holds: new rows, changed fields, removed rows, and a campaign that is killed in the middle. */
async function fillAgain({ call, contact, campaign, send, settle, mail }) {
  const [ann] = await call('/v2/contacts?search=ann@');
  await call(`/v2/contacts/${ann.id}`, { company: 'Changed', tags: ['vip'] }, 'PUT');
  const [message] = await call('/_emulator/messages?subject=outside');
  await call(`/_emulator/messages/${message.id}/simulate`, { event: 'opened' });
  const [campaigned] = await call('/_emulator/messages?to=ann@');
  await call(`/_emulator/messages/${campaigned.id}/simulate`, { event: 'clicked' });
  const [refused] = await call('/_emulator/messages?subject=Refused');
  if (refused) await call(`/_emulator/messages/${refused.id}`, null, 'DELETE');
  await mail('noa@elsewhere.test', 'After the checkpoint', 'In the journal alone');
  await settle();
  for (let n = 0; n < 6; n += 1) await contact(`${n < 3 ? 'quick' : 'slow'}${n}`, { tags: ['many'] });
  // The sink keeps half of the recipients waiting until the kill.
  await call('/_emulator/faults', { smtp: { stage: 'rcpt', match: { to: 'slow' }, delay: '10m' } });
  const sending = await campaign('Sending', 'many');
  await send(sending);
  for (let arrived = 0; arrived < 3;) {
    const messages = await call(`/_emulator/messages?campaign=${sending.id}`);
    arrived = messages.filter(({ size }) => size > 0).length;
  }
}

const first = await start();
await fillFirst(callsOf(first));
const { id, api_key } = await callsOf(first).call('/_emulator/workspaces', null, 'POST');
await callsOf(first, { workspace: id, key: api_key }).contact('worker', {
  first_name: 'In a workspace of its own',
});
const exported = await callsOf(first).call('/_emulator/export');
await first.end('SIGTERM');
const second = await start();
await fillAgain(callsOf(second));
await second.end('SIGKILL');
await rm(target, { recursive: true, force: true });
await cp(data, join(target, 'data'), { recursive: true, filter: (path) => !/lock|\.gitignore/.test(path) });
await writeFile(join(target, 'export.json'), exported);
await rm(data, { recursive: true });
