import { expect, it } from 'vitest';
import type { Campaign, Contact } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';

/** A name that is given, and as a mail has it. */
const names: readonly (readonly [given: string, written: string])[] = [
  ['     ', ''],
  [' Ann ', 'Ann'],
  ['x\u0085', 'x'],
  ['a\u0085\u009fb', 'a b'],
  ['Zoë  Q', 'Zoë  Q'],
];

it.each(names)('a single mail from %j has in lists the names that stand in it', async (given, written) => {
  const emulator = await useEmulator();
  const body = {
    ...{ from_email: 'a@b.test', from_name: given },
    ...{ to: 'c@d.test', subject: `s${given}`, content: { html: '<p>Hi</p>' } },
  };
  await callApi(emulator, '/emails', { method: 'POST', body });
  const { id, from, subject } = await emulator.inbox.waitFor({ to: 'c@d.test' });
  const { headers } = await emulator.inbox.get(id);
  expect([from.name, subject]).toEqual([written, `s${given}`.replace(/[\u0080-\u009f]+/g, ' ').trim()]);
  expect(headers.find(({ name }) => name === 'Subject')?.value).toBe(subject);
  const sent = headers.find(({ name }) => name === 'From')?.value;
  expect(sent).toBe(written === '' ? 'a@b.test' : `${written} <a@b.test>`);
});

it.each(names)('so has that of a campaign from and to %j', async (given, written) => {
  const emulator = await useEmulator();
  const contact = { email: 'c@d.test', first_name: given, tags: ['t'] };
  await callApi<Contact>(emulator, '/contacts', { method: 'POST', body: contact });
  const { data } = await callApi<Campaign>(emulator, '/campaigns', {
    method: 'POST',
    body: {
      ...{ name: 'n', subject: 's', from_email: 'a@b.test', from_name: given },
      ...{ content: { html: '<p>Hi</p>' }, recipients: { type: 'tags', tags: ['t'] } },
    },
  });
  await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST', body: {} });
  const { from, to } = await emulator.inbox.waitFor({ to: 'c@d.test' });
  expect([from.name, to[0]?.name]).toEqual([written, written]);
});
