import { expect, it } from 'vitest';
import type { Campaign } from '../../src/index.js';
import { textPartsOf } from '../../ui/inbox/message/tabs/text-parts.js';
import { callApi, useEmulator } from '../support/emulator.js';

const urls = [
  'https://x.test/a',
  'https://x.test/a?b=1',
  'https://x.test/a?b=1#c',
  'https://x.test/a#c',
  'https://x.test/?utm_source=news',
  'https://x.test/?utm_source=news&utm_medium=print&utm_campaign=own',
  'https://x.test/a?q=<b>&c=1',
  'https://x.test/b?q="b"',
  'https://x.test/a|b',
];
const escaped = (url: string) => url.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

/** What a text that ends a URL at `<` or `"` has of it. */
const seen = (url: string) => url.replace(/[<"].*/, '');

it.each([
  { track_clicks: true, google_analytics: true },
  { track_clicks: true, google_analytics: false },
  { track_clicks: false, google_analytics: true },
  { track_clicks: false, google_analytics: false },
])('each URL of a text part is a link where the html has it, with %j', async (settings) => {
  const emulator = await useEmulator();
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'ann@x.test' } });
  const { data } = await callApi<Campaign>(emulator, '/campaigns', {
    method: 'POST',
    body: {
      ...{ name: 'Links', subject: 'links', from_email: 'n@x.test', recipients: { type: 'all' }, settings },
      content: {
        html: urls.map((url) => `<a href="${escaped(url)}">A link</a>`).join('\n'),
        text: urls.map((url) => `See ${url} now`).join('\n'),
      },
    },
  });
  await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
  const { text, links } = await emulator.inbox.waitFor({ subject: 'links' });
  const parts = textPartsOf(text ?? '', links);
  expect(parts.map((part) => part.text).join('')).toBe(text);
  const shown = parts.filter(({ link }) => link !== null);
  expect(shown.map((part) => part.text)).toEqual(urls.map(seen));
  for (const [index, { link }] of shown.entries())
    expect(decodeURI(link?.url ?? '').startsWith(urls[index]?.split('#')[0] ?? '-')).toBe(true);
});
