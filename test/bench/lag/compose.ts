import { campaignOf, contacts, fixture, made, pageOf, sent, told } from './case.js';
import type { Case } from './case.js';
import type { Target } from './process.js';

const mega = 1_000_000;
const email =
  (content: object, more: object = {}) =>
  (target: Target) =>
    told(target, 'POST', '/v2/emails', {
      from_email: 'a@b.test',
      to: 'c@d.test',
      subject: 's',
      content,
      ...more,
    });

/** A campaign with this content to so many recipients. */
function campaign(name: string, content: object, recipients: number): Case {
  let id = '';
  return {
    name,
    async prepare(target) {
      await contacts(recipients)(target);
      id = (await made(target, content)).id;
    },
    run: (target) => sent(target, id),
  };
}

const tags = '{{email}} '.repeat(990);
const large = { html: pageOf(4 * mega) };
/** A contact as large as one may be. */
const heavy = (n: number) => ({
  email: `heavy${n}@x.test`,
  custom_fields: Object.fromEntries(
    Array.from({ length: 60 }, (_, key) => [`field_${key}`, 'word '.repeat(200)]),
  ),
});
const heavyTags = Array.from({ length: 60 }, (_, key) => `<p>{{custom_fields.field_${key}}}</p>`).join('\n');

/** Templates and their mails. */
export const composeCases: Case[] = [
  {
    name: 'campaign of 4 MB html: created',
    prepare: contacts(1),
    run: (target) => told(target, 'POST', '/v2/campaigns', campaignOf(large)),
  },
  {
    name: 'campaign of 4 MB html and a tag: created',
    prepare: contacts(1),
    run: (target) => told(target, 'POST', '/v2/campaigns', campaignOf({ html: `${large.html}{{email}}` })),
  },
  {
    name: 'campaign of 4 MB html and text: edited',
    prepare: async (target) => {
      await made(target, { html: `${large.html}{{email}}`, text: large.html });
    },
    async run(target) {
      const listed = (await (
        await fetch(`${target.apiUrl}/campaigns`, {
          headers: { Authorization: `Bearer ${target.apiKey}` },
        })
      ).json()) as { data: { id: string }[] };
      return told(target, 'PUT', `/v2/campaigns/${listed.data[0]?.id}`, { content: large });
    },
  },
  campaign('campaign of 4 MB html to 1', large, 1),
  campaign('campaign of 4 MB html and a tag to 20', { html: `${large.html}{{email}}` }, 20),
  campaign('campaign of 5 MB in one line to 3', { html: `<p>${'word '.repeat(mega)}</p>` }, 3),
  campaign('campaign of 100 KB to 499', { html: pageOf(100_000) }, 499),
  campaign('campaign of 990 tags to 20', { html: tags }, 20),
  campaign('campaign of 990 tags and 4 MB to 5', { html: large.html + tags }, 5),
  {
    name: 'template of 990 tags: created',
    run: (target) => told(target, 'POST', '/v2/campaigns', campaignOf({ html: tags, text: tags })),
  },
  {
    name: 'template of 990 blocks: created',
    run: (target) =>
      told(target, 'POST', '/v2/campaigns', campaignOf({ html: '{{#if a}}x{{else}}y{{/if}}'.repeat(330) })),
  },
  {
    name: 'template of many names: created',
    run: (target) =>
      told(
        target,
        'POST',
        '/v2/campaigns',
        campaignOf({
          html: '{{#if (lookup contact (lookup contact "a"))}}{{a.b.c.d}}{{/if}}'.repeat(300),
        }),
      ),
  },
  { name: 'mail of 900 KB html', run: email({ html: pageOf(900_000) }) },
  { name: 'mail of 5 MB html', run: email({ html: pageOf(5 * mega) }) },
  { name: 'mail of 5 MB html in one word', run: email({ html: `<p>${'x'.repeat(5 * mega)}</p>` }) },
  { name: 'mail of 5 MB text', run: email({ text: 'Some words of a text. '.repeat(200_000) }) },
  { name: 'mail of 5 MB of <', run: email({ html: '<'.repeat(5 * mega) }) },
  { name: 'mail of 5 MB of open tags', run: email({ html: '<div>'.repeat(mega) }) },
  { name: 'mail of 5 MB of links', run: email({ html: '<a href="https://a.b/">x</a>'.repeat(180_000) }) },
  { name: 'mail of 990 tags', run: email({ html: tags, text: tags }) },
  {
    name: 'mail whose loop writes 5 MB',
    run: email(
      { html: '{{#each v}}<p>{{../w}}</p>{{/each}}' },
      { variables: { v: Array(5000).fill(1), w: 'word '.repeat(200) } },
    ),
  },
  {
    name: 'mail with variables of 5 MB',
    run: email({ html: '<p>{{v}}</p>' }, { variables: { v: '<word> & '.repeat(600_000) } }),
  },
  {
    name: 'campaign with heavy contacts to 400',
    prepare: (target) =>
      fixture(target, {
        contacts: Array.from({ length: 400 }, (_, n) => heavy(n)),
        campaigns: [campaignOf({ html: heavyTags })],
      }),
    async run(target) {
      const listed = (await (
        await fetch(`${target.apiUrl}/campaigns`, {
          headers: { Authorization: `Bearer ${target.apiKey}` },
        })
      ).json()) as { data: { id: string }[] };
      return sent(target, listed.data[0]?.id ?? '');
    },
  },
  {
    name: 'welcome mail to a heavy contact',
    run: (target) => told(target, 'POST', '/v2/contacts', { ...heavy(0), send_welcome: true }),
  },
];
