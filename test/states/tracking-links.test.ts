import { describe, expect, it } from 'vitest';
import type { Connection, Contact, EmulatorHandle } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';

/** A workspace that wrote a mail, and what it exports. */
async function written(emulator: Connection) {
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'ann@x.test' } });
  const body = {
    ...{ name: 'C', subject: 'Hi', from_email: 'n@x.test', recipients: { type: 'all' } },
    content: { html: '<body><a href="https://shop.test/a">A</a></body>' },
  };
  const { data } = await callApi<{ id: string }>(emulator, '/campaigns', { method: 'POST', body });
  await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
  await emulator.settle();
  const [mail] = await emulator.inbox.list();
  const { links, list_unsubscribe, html } = await emulator.inbox.get(mail?.id ?? '');
  return {
    exported: await emulator.export(),
    click: links[0]?.tracked_url ?? '',
    leave: list_unsubscribe?.slice(1, -1) ?? '',
    pixel: /https?:\/\/[^"]*\/t\/o\/[^"]*/.exec(html ?? '')?.[0] ?? '',
  };
}
type Links = Omit<Awaited<ReturnType<typeof written>>, 'exported'>;

/** Follows each link at an emulator; answers the statuses. */
async function follow(emulator: Connection, { click, leave, pixel }: Links) {
  const at = (url: string) => emulator.url + new URL(url).pathname;
  const clicked = await fetch(at(click), { redirect: 'manual' });
  const opened = await fetch(at(pixel));
  const left = await fetch(at(leave), { method: 'POST', body: new URLSearchParams({ a: 'b' }) });
  return [clicked.status, clicked.headers.get('location'), opened.status, left.status];
}
const all = [302, 'https://shop.test/a', 200, 200];
const acts = async (emulator: Connection) =>
  (await emulator.events.list())
    .map(({ type }) => type.slice(6))
    .filter((type) => !['sent', 'delivered'].includes(type));

async function copied(emulator: EmulatorHandle, exported: Buffer | Uint8Array) {
  const workspace = await emulator.workspace();
  await workspace.import(exported);
  return workspace;
}

describe('the links of mail that was imported', () => {
  it('work in another emulator', async () => {
    const { exported, ...links } = await written(await useEmulator());
    const other = await useEmulator();
    await other.import(exported);
    expect(await follow(other, links)).toEqual(all);
    expect(await acts(other)).toEqual(['clicked', 'opened', 'unsubscribed']);
    const [mail] = await other.inbox.list();
    const { links: listed } = await other.inbox.get(mail?.id ?? '');
    expect(listed).toMatchObject([{ url: 'https://shop.test/a', tracked_url: links.click }]);
  });

  it('act where the mail was written while that workspace has it', async () => {
    const emulator = await useEmulator();
    const { exported, ...links } = await written(emulator);
    const copy = await copied(emulator, exported);
    expect(await follow(emulator, links)).toEqual(all);
    expect([await acts(emulator), await acts(copy)]).toEqual([['clicked', 'opened', 'unsubscribed'], []]);
  });

  it('act in the workspace that has the mail where the other has it no longer, also copied on', async () => {
    const emulator = await useEmulator();
    const { exported, ...links } = await written(emulator);
    const first = await copied(emulator, exported);
    const second = await copied(emulator, await first.export());
    await emulator.reset();
    await first.reset();
    expect(await follow(emulator, links)).toEqual(all);
    expect([await acts(emulator), await acts(first), await acts(second)]).toEqual([
      [],
      [],
      ['clicked', 'opened', 'unsubscribed'],
    ]);
    const { data } = await callApi<Contact[]>(second, '/contacts');
    expect(data.map(({ status }) => status)).toEqual(['unsubscribed']);
  });

  it('new mail of both has links of its own', async () => {
    const emulator = await useEmulator();
    const { exported } = await written(emulator);
    const copy = await copied(emulator, exported);
    await callApi(copy, '/contacts', { method: 'POST', body: { email: 'bob@x.test' } });
    const links = await written(copy);
    await follow(emulator, links);
    expect((await acts(copy)).length).toBe(3);
    expect(await acts(emulator)).toEqual([]);
  });
});
