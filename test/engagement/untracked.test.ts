import { describe, expect, it } from 'vitest';
import type { Campaign, CampaignStats, EmulatorHandle } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { useSmtp } from '../support/smtp-client.js';

const link = '<a href="https://shop.test/a">A</a>';

/** A campaign to one address, and 31 days; answers what happened. */
async function sendTo(address: string, more: object) {
  const emulator = await useEmulator();
  await emulator.clock.freeze('2024-03-20T10:00:00Z');
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: address } });
  const body = {
    ...{ name: 'C', subject: 'Hi', from_email: 'n@shop.test', recipients: { type: 'all' } },
    ...more,
  };
  const { data } = await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body });
  await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
  await emulator.settle();
  await emulator.clock.advance('31d');
  return { emulator, campaign: data };
}
const actsIn = async (emulator: EmulatorHandle) =>
  (await emulator.events.list())
    .map(({ type }) => type.slice(6))
    .filter((type) => type !== 'sent' && type !== 'delivered')
    .join(' ');

const settings = (track_opens: boolean, track_clicks: boolean) => ({
  settings: { track_opens, track_clicks },
});

describe('what the service cannot see of a campaign is not simulated', () => {
  it.each([
    ['click', { content: { html: link } }, 'opened clicked'],
    ['click', { content: { html: link }, ...settings(false, true) }, 'clicked'],
    ['click', { content: { html: link }, ...settings(true, false) }, 'opened'],
    ['click', { content: { html: link }, ...settings(false, false) }, ''],
    ['open', { content: { html: link }, ...settings(false, true) }, ''],
    ['bot', { content: { html: link + link } }, 'opened clicked clicked'],
    ['bot', { content: { html: link }, ...settings(true, false) }, 'opened'],
    ['mpp', { content: { html: link }, ...settings(false, true) }, ''],
    ['unsubscribe', { content: { text: 'x' }, ...settings(false, false) }, 'unsubscribed'],
    ['spam', { content: { text: 'x' }, ...settings(false, false) }, 'spam_reported'],
    // Whether there is a pixel or a link is not asked: a profile gives its shares for any content.
    ['click', { content: { html: '<p>No link, https://shop.test/ in words</p>' } }, 'opened clicked'],
    ['click', { content: { html: '<a href="mailto:a@shop.test">A</a>' } }, 'opened clicked'],
    ['click', { content: { html: '<a href="{{unsubscribe_url}}">Leave</a>' } }, 'opened clicked'],
    ['click', { content: { text: 'https://shop.test/a' } }, 'opened clicked'],
    ['open', { content: { text: 'x' } }, 'opened'],
    ['mpp', { content: { text: 'x' } }, 'opened'],
    // A scanner follows links, of which there are none.
    ['bot', { content: { html: '<p>x</p>' } }, 'opened'],
  ])('+%s of %j', async (tag, campaign, expected) => {
    const { emulator } = await sendTo(`ann+${tag}@example.test`, campaign);
    expect(await actsIn(emulator)).toBe(expected);
    const [mail] = await emulator.inbox.list();
    const { data } = await callControl<{ entries: { kind: string }[] }>(
      emulator,
      `/messages/${mail?.id}/timeline`,
    );
    expect(data.entries.filter(({ kind }) => kind === 'planned')).toEqual([]);
  });

  it('by hand it happens all the same', async () => {
    const { emulator } = await sendTo('ann@example.test', {
      ...{ content: { html: link }, ...settings(false, false) },
    });
    const [mail] = await emulator.inbox.list();
    await emulator.simulate(mail?.id ?? '', 'opened');
    await emulator.trigger('email.clicked', { to: 'ann@example.test' });
    expect(await actsIn(emulator)).toBe('opened clicked');
  });
});

it('a mail whose content is gone is clicked all the same, at a link of its template', async () => {
  const emulator = await useEmulator();
  await emulator.clock.freeze('2024-03-20T10:00:00Z');
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'ann+click@example.test' } });
  const body = {
    ...{ name: 'C', subject: 'Hi', from_email: 'n@shop.test', recipients: { type: 'all' } },
    content: { html: '<a href="https://shop.test/a?who={{email}}">A</a>' },
  };
  const { data } = await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body });
  await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
  await emulator.settle();
  await callControl(emulator, '/messages', { method: 'DELETE' });
  await emulator.clock.advance('31d');
  const [clicked] = await emulator.events.list({ type: 'email.clicked' });
  expect(clicked?.data.url).toBe('https://shop.test/a?who=ann+click@example.test');
});

it.each([
  ['https://shop.test/x', 'opened clicked'],
  ['no link', 'opened clicked'],
])(
  'mail from outside has no pixel of ours, and +click works all the same where it says %s',
  async (text, expected) => {
    const emulator = await useEmulator();
    await emulator.clock.freeze('2024-03-20T10:00:00Z');
    const client = await useSmtp(emulator);
    await client.mail('ann+click@example.test', `Subject: Out\r\n\r\n${text}\r\n.\r\n`);
    await emulator.clock.advance('31d');
    expect(await actsIn(emulator)).toBe(expected);
  },
);

describe('who acts on a mail has it', () => {
  const acts = ['opened', 'clicked', 'unsubscribed', 'spam_reported'] as const;

  async function sentNow() {
    const emulator = await useEmulator();
    await emulator.clock.freeze('2024-03-20T10:00:00Z');
    for (const name of ['ann', 'bob', 'eve'])
      await callApi(emulator, '/contacts', { method: 'POST', body: { email: `${name}@example.test` } });
    const body = {
      ...{ name: 'C', subject: 'Hi', from_email: 'n@shop.test', recipients: { type: 'all' } },
      content: { html: link },
    };
    const { data } = await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body });
    await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
    await emulator.settle();
    const rates = async () => (await callApi<CampaignStats>(emulator, `/campaigns/${data.id}/stats`)).data;
    return { emulator, rates };
  }

  it.each(acts)('%s before the time of its delivery: it is delivered then, once', async (action) => {
    const { emulator, rates } = await sentNow();
    for (const { id } of await emulator.inbox.list()) await emulator.simulate(id, action);
    const { stats, rates: shares } = await rates();
    expect(stats).toMatchObject({ sent: 3, delivered: 3 });
    for (const share of Object.values(shares)) expect(share).toBeLessThanOrEqual(1);
    await emulator.clock.advance('31d');
    const types = (await emulator.events.list()).map(({ type }) => type);
    expect(types.filter((type) => type === 'email.delivered')).toHaveLength(3);
    expect(types.indexOf('email.delivered')).toBeLessThan(types.indexOf(`email.${action}`));
  });

  it('also where the link is really followed, and no rate is above 1 when it bounces afterwards', async () => {
    const { emulator, rates } = await sentNow();
    const mails = await emulator.inbox.list();
    for (const { id } of mails) {
      const { links } = await emulator.inbox.get(id);
      await fetch(links[0]?.tracked_url ?? '', { redirect: 'manual' });
    }
    expect((await rates()).rates).toMatchObject({ delivery_rate: 1, click_rate: 1 });
    await emulator.simulate(mails[0]?.id ?? '', 'bounced');
    expect((await rates()).rates).toMatchObject({ delivery_rate: 0.6667, click_rate: 1 });
  });
});
