import { describe, expect, it } from 'vitest';
import { controlTable } from '../../src/http/route-tables.js';
import type { CursorMeta } from '../../src/contract/envelope.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import type { Answer } from '../support/emulator.js';
import { sound } from '../support/template-ways.js';
import { address } from '../support/webhooks.js';
import { useReceiver } from '../support/receiver.js';

const lists = controlTable.routes.filter(({ list }) => list === 'cursor').map(({ path }) => path);

/** An emulator that has at least three rows in every list. */
async function useFullLists() {
  const emulator = await useEmulator();
  const receiver = await useReceiver();
  await emulator.webhooks.add({ url: receiver.url });
  for (const name of ['ann', 'bob', 'cyd']) {
    await emulator.trigger('email.delivered', { to: address(name) });
    await callApi(emulator, '/contacts');
    await callApi(emulator, '/campaigns', { method: 'POST', body: { ...sound, name } });
  }
  await emulator.settle();
  return emulator;
}

describe('A list that goes on with a cursor', () => {
  it('is one of these', () => {
    expect([...lists].sort()).toEqual([
      '/campaigns/summaries',
      '/deliveries',
      '/events',
      '/messages',
      '/requests',
    ]);
  });

  it.each(lists)('%s shows each row once, page by page, to a null at the end', async (path) => {
    const emulator = await useFullLists();
    const { data: whole } = await callControl<{ id: string }[]>(emulator, path);
    expect(whole.length).toBeGreaterThanOrEqual(3);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query = cursor === '' ? '?limit=2' : `?limit=2&cursor=${encodeURIComponent(cursor)}`;
      const page: Answer<{ id: string }[], CursorMeta> = await callControl(emulator, `${path}${query}`);
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.meta.next_cursor;
    }
    expect(seen).toEqual(whole.map(({ id }) => id));
  });

  it.each(
    lists.flatMap((path) =>
      ['', 'next', '-1', '1e3', '99999999999999999999', '%00', 'a:b'].map((cursor) => [path, cursor]),
    ),
  )('%s refuses the cursor "%s"', async (path, cursor) => {
    const emulator = await useEmulator();
    const { status, error } = await callControl(emulator, `${path}?cursor=${cursor}`);
    expect([status, error.details]).toEqual([
      400,
      { field: 'cursor', issue: 'Expected the next_cursor of an earlier answer' },
    ]);
  });
});
