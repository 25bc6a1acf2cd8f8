import { createTransport } from 'nodemailer';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { Campaign, Contact, EmulatorHandle } from '../../src/index.js';
import { useBrowserPages } from '../support/browser-pages.js';
import { directionsOf, turned } from '../support/directions.js';
import { callApi, callControl } from '../support/emulator.js';

const openPage = useBrowserPages();
let emulator: EmulatorHandle;
let ids: { mail: string; sent: string; campaign: string; contact: string };

async function receive(): Promise<string> {
  const client = createTransport({ ...emulator.smtp, secure: false });
  await client.sendMail({
    from: { name: turned('from'), address: 'a@x.test' },
    to: [
      { name: turned('to'), address: 'b@x.test' },
      { name: turned('second'), address: 'c@x.test' },
    ],
    cc: { name: turned('cc'), address: 'd@x.test' },
    replyTo: { name: turned('answers'), address: 'e@x.test' },
    subject: turned('subject'),
    text: `${turned('line')}\n${turned('other line')} https://x.test/${turned('path')}`,
    html: `<p>${turned('html')}</p><a href="https://x.test/?${turned('target')}">${turned('label')}</a>`,
    headers: { 'X-Note': turned('header'), 'List-Unsubscribe': '<https://x.test/u>' },
    attachments: [{ filename: `${turned('file')}.pdf`, content: 'x', contentType: 'application/pdf' }],
  });
  client.close();
  return (await emulator.inbox.waitFor({ to: 'b@x.test' })).id;
}

async function fill(): Promise<void> {
  const post = <T>(path: string, body?: object) => callApi<T>(emulator, path, { method: 'POST', body });
  const control = (method: string, path: string, body: object) =>
    callControl(emulator, path, { method, body });
  const { data: contact } = await post<Contact>('/contacts', {
    ...{ email: 'ann+click@x.test', first_name: turned('first'), last_name: turned('last') },
    ...{ company: turned('company'), tags: [turned('tag')] },
    custom_fields: { [turned('key')]: turned('value') },
  });
  await post('/contacts', { email: 'ben+bounce@x.test', first_name: turned('ben') });
  const content = {
    html: `<p>{{first_name}} {{custom_fields.none}} ${turned('page')}</p><a href="https://x.test/${turned('link')}">x</a>`,
    text: turned('text'),
  };
  const { data: campaign } = await post<Campaign>('/campaigns', {
    ...{ name: turned('campaign'), subject: turned('campaign subject'), from_email: 'news@x.test' },
    ...{ from_name: turned('sender'), recipients: { type: 'all' }, content },
  });
  await post(`/campaigns/${campaign.id}/send`);
  await emulator.settle();
  await emulator.clock.advance('1d');
  await control('POST', '/keys', { name: turned('key name'), permissions: ['contacts:read'] });
  await control('POST', '/faults', {
    match: { path: `/v2/contacts/${turned('fault')}` },
    respond: { status: 500 },
  });
  await emulator.webhooks.add({ url: `http://127.0.0.1:9/${turned('hook')}` });
  const mail = await receive();
  const sent = (await emulator.inbox.waitFor({ to: 'ann+click' })).id;
  ids = { mail, sent, campaign: campaign.id, contact: contact.id };
}

beforeAll(async () => {
  emulator = await startEmulator();
  await fill();
});
afterAll(() => emulator.stop());

/** Opens a page, waits until it shows these texts, and until none of them moves what is beside it. */
async function requireApart(page: Page, hash: string, words: readonly string[]): Promise<void> {
  await page.goto(`${emulator.url}/${hash}`);
  await expect
    .poll(async () => [...new Set((await directionsOf(page)).words)], { message: hash })
    .toEqual(expect.arrayContaining([...words]));
  await expect.poll(async () => (await directionsOf(page)).faults.join('\n'), { message: hash }).toBe('');
}

const query = (name: string, word: string) => `?${name}=${encodeURIComponent(turned(word))}`;
const row = ['subject', 'to', 'line', 'campaign'];
const head = ['subject', 'from', 'to', 'second'];

it.each([
  [
    'the inbox',
    () => [
      ['#/inbox', ...row, 'first', 'last', 'campaign subject'],
      [`#/inbox${query('q', 'subject')}`, 'subject'],
      [`#/inbox/${ids.mail}/html`, ...head],
      [`#/inbox/${ids.mail}/text`, ...head, 'other line', 'path'],
      [`#/inbox/${ids.mail}/headers`, ...head, 'cc', 'answers', 'header'],
      [`#/inbox/${ids.mail}/links`, 'label', 'target'],
      [`#/inbox/${ids.sent}/timeline`, 'campaign subject', 'sender'],
      [`#/inbox/${ids.sent}/compare`, 'first', 'ben'],
    ],
  ],
  [
    'campaigns',
    () => [
      ['#/campaigns', 'campaign'],
      [`#/campaigns/${ids.campaign}/report`, 'campaign', 'campaign subject', 'sender', 'link'],
      [`#/campaigns/${ids.campaign}/preview`, 'campaign', 'first'],
      [`#/campaigns/new?from=${ids.campaign}`, 'campaign', 'page', 'text'],
    ],
  ],
  [
    'contacts',
    () => [
      ['#/contacts', 'first', 'last', 'company', 'tag'],
      [`#/contacts/${ids.contact}`, 'first', 'company', 'tag', 'key', 'value', 'link'],
      [`#/contacts/${ids.contact}/edit`, 'first', 'key', 'value'],
      [`#/contacts${query('tags', 'tag')}`, 'tag'],
      [`#/contacts${query('search', 'company')}`, 'company'],
    ],
  ],
  [
    'webhooks, requests and settings',
    () => [
      ['#/settings/keys', 'key name'],
      ['#/settings/faults', 'fault'],
    ],
  ],
])('keeps the direction of each text to itself in %s', async (_what, places) => {
  const page = await openPage(emulator, '#/inbox');
  for (const [hash = '', ...words] of places()) await requireApart(page, hash, words);
});

it('compares names and addresses each as a piece of its own, from the left', async () => {
  const page = await openPage(emulator, `#/inbox/${ids.sent}/compare`);
  const to = page.locator('.fact-pairs tr').filter({ hasText: 'ann+click@x.test' }).locator('td').first();
  await to.waitFor();
  const pieces = await to.locator('bdi').allInnerTexts();
  expect(pieces).toEqual([expect.stringContaining('first'), '<ann+click@x.test>']);
  expect(await to.evaluate((cell) => getComputedStyle(cell).direction)).toBe('ltr');
});
