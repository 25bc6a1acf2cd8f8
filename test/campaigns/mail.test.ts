import { describe, expect, it } from 'vitest';
import type { Campaign } from '../../src/index.js';
import type { Connection } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';

const contact = (email: string, more: object = {}) => ({ method: 'POST', body: { email, ...more } });
const campaign = (more: object = {}) => ({
  method: 'POST',
  body: {
    name: 'Summer Sale Campaign',
    subject: 'Hello {{first_name}}',
    from_name: 'Maildrone Team',
    from_email: 'news@shop.test',
    recipients: { type: 'all' },
    content: { html: '<p>Hi {{first_name}}</p>' },
    ...more,
  },
});

/** Makes a campaign, sends it and answers the mail that arrived for `to`. */
async function mailOf(emulator: Connection, to: string, more: object = {}) {
  const { data } = await callApi<Campaign>(emulator, '/campaigns', campaign(more));
  await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
  return emulator.inbox.waitFor({ to, campaign: data.id });
}

describe('a campaign mail', () => {
  it('is personal: html is escaped, subject and text are plain', async () => {
    const emulator = await useEmulator();
    await callApi(
      emulator,
      '/contacts',
      contact('ann@example.test', { first_name: 'Ann & <Co>', custom_fields: { level: 'gold' } }),
    );
    const mail = await mailOf(emulator, 'ann@example.test', {
      subject: '{{first_name}} of {{campaign.name}}',
      content: {
        html: '<p>{{first_name}} {{custom_fields.level}}</p>',
        text: '{{first_name}} {{contact.email}}',
      },
    });
    expect(mail.subject).toBe('Ann & <Co> of Summer Sale Campaign');
    expect(mail.html).toContain('<p>Ann &amp; &lt;Co&gt; gold</p>');
    expect(mail.text).toBe('Ann & <Co> ann@example.test');
  });

  it('names in its content the subject that it has', async () => {
    const emulator = await useEmulator();
    await callApi(emulator, '/contacts', contact('ann@example.test', { first_name: 'Ann & <Co>' }));
    const mail = await mailOf(emulator, 'ann@example.test', {
      content: { html: '<title>{{campaign.subject}}</title>', text: '{{campaign.subject}}' },
    });
    expect(mail.html).toContain('<title>Hello Ann &amp; &lt;Co&gt;</title>');
    expect(mail.text).toBe('Hello Ann & <Co>');
  });

  it('derives its text from the html where none is given', async () => {
    const emulator = await useEmulator();
    await callApi(emulator, '/contacts', contact('ann@example.test', { first_name: 'Ann' }));
    const html =
      '<html><head><title>T</title><style>p{}</style></head><body><h1>Hi {{first_name}}</h1><ul><li>One<li>Two</ul><a href="https://x.test/?a=1&amp;b=2">Shop</a></body></html>';
    const mail = await mailOf(emulator, 'ann@example.test', { content: { html } });
    expect(mail.text?.trim()).toBe('Hi Ann\n\n- One\n- Two\n\nShop (https://x.test/?a=1&b=2)');
  });

  it('names the values that it lacks', async () => {
    const emulator = await useEmulator();
    await callApi(emulator, '/contacts', contact('ann@example.test', { custom_fields: { level: '' } }));
    const mail = await mailOf(emulator, 'ann@example.test', {
      subject: 'Hi {{first_name}}',
      content: {
        html: '<p>{{custom_fields.level}}{{custom_fields.nope.deep}}{{email}}{{#if last_name}}{{last_name}}{{/if}}{{frist_name}}</p>',
      },
    });
    expect(mail.subject).toBe('Hi');
    expect(mail.missing).toEqual([
      'first_name',
      'custom_fields.level',
      'custom_fields.nope.deep',
      'frist_name',
    ]);
  });

  it('is refused under --strict when a recipient lacks a value, before anything is sent', async () => {
    const emulator = await useEmulator({ strict: true });
    await callApi(emulator, '/contacts', contact('ann@example.test', { first_name: 'Ann' }));
    await callApi(emulator, '/contacts', contact('bob@example.test'));
    const { data } = await callApi<Campaign>(emulator, '/campaigns', campaign());
    const answer = await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
    expect(answer.status).toBe(400);
    expect(answer.error.details).toMatchObject({
      issue: 'Expected a value of {{first_name}} for every recipient (--strict); bob@example.test has none',
    });
    expect(await emulator.inbox.list()).toEqual([]);
  });

  it('has the headers that mailbox providers ask for', async () => {
    const emulator = await useEmulator();
    await emulator.clock.freeze('2024-03-20T10:30:00Z');
    await callApi(
      emulator,
      '/contacts',
      contact('ann@example.test', { first_name: 'Änn', last_name: 'Smith' }),
    );
    const mail = await mailOf(emulator, 'ann@example.test', { reply_to: 'care@shop.test' });
    const headers = Object.fromEntries(mail.headers.map(({ name, value }) => [name, value]));
    expect(headers).toMatchObject({
      'Message-ID': `<${mail.id}@mail.maildrone.test>`,
      Date: 'Wed, 20 Mar 2024 10:30:00 +0000',
      From: 'Maildrone Team <news@shop.test>',
      'Reply-To': 'care@shop.test',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Feedback-ID': `${mail.campaign_id}:default:campaign:maildrone`,
      'X-Maildrone-Campaign-ID': mail.campaign_id,
      'X-Maildrone-Message-ID': mail.id,
      'MIME-Version': '1.0',
    });
    expect(mail.list_unsubscribe).toMatch(/^<http:\/\/localhost:\d+\/t\/u\/[\w-]+>$/);
    expect(mail.to).toEqual([{ name: 'Änn Smith', address: 'ann@example.test' }]);
  });

  it.each([
    ['an unclosed block', 'content.html', { html: 'x\n{{#if a}}\ny' }, /line 3/],
    ['an unknown helper', 'content.html', { html: 'x\n\n{{shout first_name}}' }, /line 3: .*"shout"/],
    [
      'an unknown helper in a branch',
      'content.html',
      { html: '{{#if no}}\n{{shout a}}{{/if}}' },
      /line 2: .*"shout"/,
    ],
    ['an unknown block helper', 'content.text', { text: '{{#repeat 3}}x{{/repeat}}' }, /line 1: .*"repeat"/],
    ['an unknown partial', 'content.html', { html: '{{#if no}}{{> footer}}{{/if}}' }, /line 1: .*"footer"/],
    ['an unclosed mustache', 'content.text', { text: 'x\n{{first_name' }, /line 2/],
    ['too many braces', 'content.html', { html: '{{{first_name}}' }, /line 1/],
  ])(
    'with %s is a 400 at creation that names field, line and reason',
    async (_what, field, content, reason) => {
      const emulator = await useEmulator();
      const { status, error } = await callApi(emulator, '/campaigns', campaign({ content }));
      expect([status, error.details.field]).toEqual([400, field]);
      expect(error.details.issue).toMatch(reason);
    },
  );

  it('cannot reach what is no field of its contact', async () => {
    const emulator = await useEmulator();
    await callApi(emulator, '/contacts', contact('ann@example.test'));
    const html =
      '<p>[{{constructor}}{{constructor.name}}{{__proto__}}{{toString}}{{lookup this "constructor"}}]</p>';
    const mail = await mailOf(emulator, 'ann@example.test', { content: { html } });
    expect(mail.html).toContain('<p>[]</p>');
  });
});

describe('a link of a mail', () => {
  const html =
    '<a href="https://shop.test/?a=1&amp;b=%20#f">Shop</a> <a href="{{custom_fields.url}}">Own</a> <a href="{{unsubscribe_url}}">Bye</a> <a href="mailto:a@b.test">Mail</a> <a href="https://bücher.test/ü ber">IDN</a>';
  async function sent(settings: object) {
    const emulator = await useEmulator();
    await callApi(
      emulator,
      '/contacts',
      contact('ann@example.test', { custom_fields: { url: 'https://own.test/?x=1&y=2' } }),
    );
    return { emulator, mail: await mailOf(emulator, 'ann@example.test', { content: { html }, settings }) };
  }

  it('leads over the emulator to where it led, and counts', async () => {
    const { emulator, mail } = await sent({ google_analytics: true });
    const tracked = mail.links.filter(({ tracked_url }) => tracked_url !== null);
    expect(tracked.map(({ text }) => text)).toEqual(['Shop', 'Own', 'IDN']);
    const locations = [];
    for (const { tracked_url } of tracked) {
      const answer = await fetch(tracked_url ?? '', { redirect: 'manual' });
      locations.push([answer.status, answer.headers.get('location')]);
    }
    const utm = 'utm_source=maildrone&utm_medium=email&utm_campaign=summer-sale-campaign';
    expect(locations).toEqual([
      [302, `https://shop.test/?a=1&b=%20&${utm}#f`],
      [302, `https://own.test/?x=1&y=2&${utm}`],
      [302, `https://xn--bcher-kva.test/%C3%BC%20ber?${utm}`],
    ]);
    expect((await emulator.inbox.get(mail.id)).clicks).toBe(3);
  });

  it('and the pixel are left out where the settings say so', async () => {
    const { mail } = await sent({ track_clicks: false, track_opens: false });
    const unsubscribe = mail.links.find(({ text }) => text === 'Bye')?.url ?? '';
    expect(mail.html?.trimEnd()).toBe(
      html
        .replace('{{custom_fields.url}}', 'https://own.test/?x&#x3D;1&amp;y&#x3D;2')
        .replace('{{unsubscribe_url}}', unsubscribe),
    );
  });

  it('that nobody made is a 404, and counts nothing', async () => {
    const { emulator, mail } = await sent({});
    const url = mail.links[0]?.tracked_url ?? '';
    const forged = [
      url.replace(/\/[^/]+$/, `/${Buffer.from('https://evil.test/').toString('base64url')}`),
      url.replace(/(\/t\/c\/)./, '$1_'),
      `${emulator.url}/t/o/nothing.gif`,
      `${emulator.url}/t/x/${url.split('/')[5]}`,
      url.replace('/t/c/', '/t/u/'),
    ];
    const answers = await Promise.all(forged.map((each) => fetch(each, { redirect: 'manual' })));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    expect((await emulator.inbox.get(mail.id)).clicks).toBe(0);
  });

  it('leads nowhere through a mail that has no such link', async () => {
    const emulator = await useEmulator();
    const person = (name: string) =>
      contact(`${name}@example.test`, { custom_fields: { url: `https://${name}.test/` } });
    await callApi(emulator, '/contacts', person('ann'));
    await callApi(emulator, '/contacts', person('ben'));
    const ann = await mailOf(emulator, 'ann@example.test', { content: { html } });
    const ben = await emulator.inbox.waitFor({ to: 'ben@example.test' });
    const other = await mailOf(emulator, 'ann@example.test', {
      content: { html: '<a href="https://other.test/">Shop</a>' },
    });
    const linkOf = (mail: typeof ann, label: string) =>
      new URL(mail.links.find(({ text }) => text === label)?.tracked_url ?? '').href.split('/');
    /** The link of one mail with the target of another's. */
    const mixed = async (mail: typeof ann, label: string, owner: typeof ann) => {
      const url = [...linkOf(mail, 'Shop').slice(0, -1), linkOf(owner, label).at(-1)].join('/');
      return (await fetch(url, { redirect: 'manual' })).status;
    };
    expect(await mixed(ann, 'Own', ben)).toBe(404);
    expect(await mixed(ann, 'Shop', other)).toBe(404);
    expect(await mixed(other, 'Own', ann)).toBe(404);
    // What every mail of the campaign has, each has.
    expect(await mixed(ann, 'Shop', ben)).toBe(302);
    expect(await mixed(ben, 'Own', ben)).toBe(302);
  });

  it('counts an opening when the pixel is loaded, and none for HEAD or a look in the inbox', async () => {
    const { emulator, mail } = await sent({});
    const pixel = /<img src="([^"]+)" width="1"/.exec(mail.html ?? '')?.[1] ?? '';
    await fetch(pixel, { method: 'HEAD' });
    await fetch(`${emulator.url}/_emulator/messages/${mail.id}/html`);
    expect((await emulator.inbox.get(mail.id)).opens).toBe(0);
    const answer = await fetch(pixel, { headers: { 'User-Agent': 'Mailer/1' } });
    expect(answer.headers.get('content-type')).toBe('image/gif');
    const opened = await emulator.events.waitFor({ type: 'email.opened' });
    expect(opened.data).toMatchObject({ message_id: mail.id, user_agent: 'Mailer/1', bot: false });
  });
});

describe('a mail in the browser', () => {
  it('is shown by its view link, without scripts, and counts as no opening', async () => {
    const emulator = await useEmulator();
    await callApi(emulator, '/contacts', contact('ann@example.test', { first_name: 'Ann' }));
    const html = '<p>Hi {{first_name}}</p><a href="{{view_url}}">View</a>';
    const mail = await mailOf(emulator, 'ann@example.test', {
      content: { html },
      settings: { track_opens: false },
    });
    const url = mail.links.find(({ text }) => text === 'View')?.url ?? '';
    const answer = await fetch(url);
    expect(await answer.text()).toContain('<p>Hi Ann</p>');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await emulator.inbox.get(mail.id)).opens).toBe(0);
  });
});

describe('a single mail', () => {
  it('takes variables, and has no list to leave', async () => {
    const emulator = await useEmulator();
    const body = {
      from_email: 'shop@shop.test',
      to: { email: 'ann@example.test', name: 'Ann' },
      subject: 'Code {{code}}',
      content: { html: '<p>Your code is <b>{{code}}</b></p>' },
      variables: { code: '482913' },
    };
    const { data } = await callApi<{ id: string }>(emulator, '/emails', { method: 'POST', body });
    const mail = await emulator.inbox.waitFor({ to: 'ann@example.test' });
    expect(mail).toMatchObject({
      id: data.id,
      kind: 'transactional',
      subject: 'Code 482913',
      codes: ['482913'],
    });
    expect(mail.list_unsubscribe).toBeNull();
  });

  it('welcomes a contact where that is asked for', async () => {
    const emulator = await useEmulator();
    await callApi(
      emulator,
      '/contacts',
      contact('ann@example.test', { first_name: 'Ann', send_welcome: true }),
    );
    const mail = await emulator.inbox.waitFor({ to: 'ann@example.test' });
    expect(mail).toMatchObject({ kind: 'welcome', subject: 'Welcome, Ann!', missing: [] });
    expect(mail.list_unsubscribe).not.toBeNull();
  });
});
