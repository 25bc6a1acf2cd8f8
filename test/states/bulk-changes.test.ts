import { createTransport } from 'nodemailer';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { createEmulator } from '../../src/app/emulator.js';
import { resolveOptions } from '../../src/config/options.js';
import type { CampaignStats, Connection, EmulatorOptions, LiveFrame } from '../../src/index.js';
import { connect } from '../../src/index.js';
import { callApi, callControl } from '../support/emulator.js';
import { useDirectory } from '../support/process.js';
import { useReceiver } from '../support/receiver.js';

const campaign = {
  name: 'History',
  subject: 'Past',
  from_email: 'news@x.test',
  recipients: { type: 'all' },
  content: { html: '<a href="https://x.test/">x</a>' },
};
const history = {
  contacts: Array.from({ length: 40 }, (_, number) => ({
    email: `r${number}@x.test`,
    subscribed_at: '-2d',
  })),
  // An hour ago: some opens are past, the others still to come.
  campaigns: [{ ...campaign, id: 'campaign_history0', sent: { at: '-1h', keep_mail: 3 } }],
};

/** The emulator in this process with all that it logs. */
async function useLogged(options: EmulatorOptions = {}) {
  const lines: string[] = [];
  const emulator = await createEmulator({
    settings: resolveOptions({ simulationSpeed: 1, ...options }),
    log: (_level, line) => void lines.push(line),
  });
  onTestFinished(() => emulator.stop());
  return { lines, stop: emulator.stop, emulator: await connect(emulator.urls.http) };
}

async function useLive({ url }: Connection): Promise<LiveFrame[]> {
  const frames: LiveFrame[] = [];
  const socket = new WebSocket(`${url.replace('http', 'ws')}/_emulator/live`);
  onTestFinished(() => socket.terminate());
  await new Promise<void>((resolve) =>
    socket.on('message', (data: Buffer) => {
      frames.push(JSON.parse(data.toString()) as LiveFrame);
      resolve();
    }),
  );
  return frames;
}

const post = { name: 'Now', subject: 'New', from_email: 'n@x.test', content: { text: 'x' } };

/** One mail of now, to its delivery. */
async function sendOne(emulator: Connection): Promise<void> {
  const body = { ...post, to: 'someone@x.test' };
  await callApi(emulator, '/emails', { method: 'POST', body: { ...body, name: undefined } });
  await emulator.events.waitFor({ type: 'email.sent', since: 0 });
}

interface Kept {
  file: Buffer;
}
type BulkChange = (emulator: Connection, kept: Kept) => Promise<unknown>;

/** Each begins in an empty workspace and ends with the history in it, but for the reset. */
const changes: Readonly<Record<string, BulkChange>> = {
  'a data set': (emulator) => emulator.seed({ fixture: history }),
  'a data set in place of what is there': async (emulator) => {
    await sendOne(emulator);
    await emulator.seed({ fixture: history, replace: true });
  },
  'an import': (emulator, { file }) => emulator.import(file),
  'a restore': (emulator) => emulator.snapshots.restore('history'),
  'a reset': (emulator) => emulator.reset(),
};

/** A workspace whose history was kept before any endpoint was there. */
async function keepHistory(emulator: Connection): Promise<Kept> {
  await emulator.seed({ fixture: history });
  await emulator.snapshots.save('history');
  const file = await emulator.export();
  await emulator.reset();
  return { file };
}

it.each(Object.entries(changes))('%s is news to no listener', async (name, change) => {
  const { lines, emulator } = await useLogged();
  await emulator.clock.freeze();
  const kept = await keepHistory(emulator);
  const isHere = name !== 'a reset';
  const match = { campaign: 'campaign_history0' };
  const waiting = emulator.events.waitFor(match, { timeout: isHere ? 10_000 : 50 }).catch(() => null);
  const receiver = await useReceiver();
  const { id } = await emulator.webhooks.add({ url: receiver.url });
  const frames = await useLive(emulator);
  lines.length = 0;

  await change(emulator, kept);
  // A snapshot and an export have the endpoints of their time.
  const known = (await emulator.webhooks.list()).some((webhook) => webhook.id === id);
  if (!known) await emulator.webhooks.add({ url: receiver.url });
  expect(lines.filter((line) => !/mail from|email\.sent someone|POST \/v2\/emails/.test(line))).toEqual([]);
  const kinds = frames.map(({ type }) => type);
  expect(kinds.filter((type) => type === 'resync').length).toBeGreaterThan(0);
  expect(frames.some((frame) => frame.type === 'event' && frame.event.data.campaign_id)).toBe(false);
  expect(kinds.includes('campaign')).toBe(false);

  // Waits and stats see what the change brought.
  expect((await waiting)?.data.campaign_id).toBe(isHere ? 'campaign_history0' : undefined);
  const stats = await callApi<CampaignStats>(emulator, '/campaigns/campaign_history0/stats');
  expect(stats.status).toBe(isHere ? 200 : 404);
  if (isHere) expect(stats.data.stats.sent).toBe(40);

  // The next thing that happens is delivered, and nothing before it; the simulation of the history goes on.
  const before = receiver.received.length;
  expect(before).toBeLessThanOrEqual(1);
  const last = (await emulator.events.list()).at(-1)?.seq ?? 0;
  frames.length = 0;
  await sendOne(emulator);
  await emulator.clock.advance('31d');
  const since = await emulator.events.list({ since: last });
  const delivered = since.filter(({ type }) => !/deferred|spam_reported/.test(type)).map((event) => event.id);
  expect(since.some(({ data }) => data.campaign_id === 'campaign_history0')).toBe(isHere);
  expect(receiver.received.slice(before).map(({ json }) => json.id)).toEqual(delivered);
  const shown = frames.flatMap((frame) => (frame.type === 'event' ? [frame.event.id] : []));
  expect(shown).toEqual(since.map((event) => event.id));
});

it('an endpoint of the settings gets nothing of an import from another workspace', async () => {
  const receiver = await useReceiver();
  const { emulator } = await useLogged({ webhookUrl: [receiver.url] });
  const other = await emulator.workspace();
  await other.seed({ fixture: history });
  await emulator.import(await other.export());
  await sendOne(emulator);
  await emulator.settle();
  expect(receiver.received.map(({ json }) => json.data.email)).toEqual(['someone@x.test']);
});

it('mail from before a restart is not logged as new', async () => {
  const data = await useDirectory();
  const first = await useLogged({ data });
  const client = createTransport({ ...first.emulator.smtp, secure: false });
  await client.sendMail({ from: 'a@x.test', to: 'b@x.test', subject: 'Old', text: 'x' });
  client.close();
  const { id } = await first.emulator.inbox.waitFor({ subject: 'Old' });
  expect(first.lines).toContain('mail from a@x.test to b@x.test: Old');
  await first.stop();
  const { lines, emulator } = await useLogged({ data });
  await emulator.simulate(id, 'opened');
  await callControl(emulator, `/messages/${id}/read`, { method: 'POST' });
  expect(lines.filter((line) => line.startsWith('mail from'))).toEqual([]);
});
