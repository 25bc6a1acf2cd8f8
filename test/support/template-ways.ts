import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { Campaign, EmulatorHandle } from '../../src/index.js';
import { callApi, callControl, useEmulator } from './emulator.js';
import { useDirectory } from './process.js';

export const sound = {
  name: 'Spring',
  subject: 'Hello',
  from_email: 'news@shop.test',
  content: { html: '<p>Hello</p>', text: 'Hello' },
  recipients: { type: 'all' },
};
export type Body = typeof sound;
export interface Refused {
  status: number;
  error: { details: { field?: string; issue?: string } };
}
export const create = (emulator: EmulatorHandle, body: object) =>
  callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body });

/** A file of one record a line, in which the campaign got other templates by hand. */
const edited = (file: string, { subject, content }: Body): string =>
  file
    .split('\n')
    .map((line) => {
      const [, row, comma = ''] = /^(\{"id":"campaign_.*\})(,?)$/.exec(line) ?? [];
      return row ? JSON.stringify({ ...(JSON.parse(row) as object), subject, content }) + comma : line;
    })
    .join('\n');

async function exportWith(body: Body): Promise<string> {
  const emulator = await useEmulator();
  await create(emulator, sound);
  return edited((await emulator.export()).toString('utf8'), body);
}

async function sendEdited(body: Body): Promise<Refused> {
  const data = await useDirectory();
  const first = await startEmulator({ data });
  await callApi(first, '/contacts', { method: 'POST', body: { email: 'ann@shop.test' } });
  const { data: campaign } = await create(first, sound);
  await first.stop();
  const file = join(data, 'workspaces', 'default', 'db.json');
  await writeFile(file, edited(await readFile(file, 'utf8'), body));
  const second = await startEmulator({ data });
  onTestFinished(() => second.stop());
  return callApi(second, `/campaigns/${campaign.id}/send`, { method: 'POST' });
}

/** Every way by which a template comes in, and what stands before the field there. */
export const templateWays: readonly (readonly [string, string, (body: Body) => Promise<Refused>])[] = [
  ['creation', '', async (body) => create(await useEmulator(), body)],
  [
    'edit',
    '',
    async (body) => {
      const emulator = await useEmulator();
      const { data } = await create(emulator, sound);
      return callApi(emulator, `/campaigns/${data.id}`, { method: 'PUT', body });
    },
  ],
  [
    'a fixture',
    'fixture.campaigns.0.',
    async (body) =>
      callControl(await useEmulator(), '/fixtures', {
        method: 'POST',
        body: { fixture: { campaigns: [body] } },
      }),
  ],
  [
    'an import',
    'campaigns[0].',
    async (body) =>
      callControl(await useEmulator(), '/import', { method: 'POST', raw: await exportWith(body) }),
  ],
  ['the send', '', sendEdited],
  [
    'a single mail',
    '',
    async ({ subject, from_email, content }) =>
      callApi(await useEmulator(), '/emails', {
        method: 'POST',
        body: { subject, from_email, content, to: 'ann@shop.test' },
      }),
  ],
];
