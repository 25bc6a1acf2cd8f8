import { expect, it } from 'vitest';
import { callApi, useEmulator } from '../support/emulator.js';

const long = `https://x.test/?q=${'a'.repeat(20_000)}`;
const at = (length: number) => `https://x.test/?q=${'a'.repeat(length - 18)}`;

/** Targets as their author meant them, in a template alone and with a value of the recipient. */
it.each<[string, string, boolean]>([
  ['a tag in its query', 'https://x.test/?q=<b>bold</b>', true],
  ['a comparison', 'https://x.test/?q=1<2', true],
  ['an arrow', 'https://x.test/?q=a->b', true],
  ['both, turned', 'https://x.test/?q=>a<', true],
  ['8 KiB', at(8192), true],
  ['more than 8 KiB', at(8193), false],
  ['20 kB', long, false],
])(
  'a link with %s is listed, and tracked to a URL that answers where it is tracked',
  async (_what, url, isTracked) => {
    const emulator = await useEmulator();
    const escaped = url.replaceAll('<', '&lt;');
    for (const [href, values] of [
      [url, {}],
      [escaped, {}],
      ['{{link}}', { link: url }],
    ] as const) {
      const body = {
        from_email: 'n@x.test',
        to: 'ann@x.test',
        subject: 'An odd link',
        content: { html: `<a href="${href}">go</a><p class="y">after</p>` },
        variables: values,
      };
      const { data } = await callApi<{ id: string }>(emulator, '/emails', { method: 'POST', body });
      await emulator.settle();
      const mail = await emulator.inbox.waitFor({ subject: body.subject });
      expect(mail.html).toContain('<p class="y">after</p>');
      const [link] = mail.links;
      expect([link?.url, link?.tracked_url !== null]).toEqual([url, isTracked]);
      if (link?.tracked_url) {
        const answer = await fetch(link.tracked_url, { redirect: 'manual' });
        expect([answer.status, answer.headers.get('location')]).toEqual([302, url]);
      }
      await emulator.simulate(data.id, 'clicked');
      const [event] = await emulator.events.list({ message: data.id, type: 'email.clicked' });
      expect(event?.data.url).toBe(url);
      await emulator.inbox.clear();
    }
  },
);
