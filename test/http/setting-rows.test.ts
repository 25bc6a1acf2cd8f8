import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { sourcesOfStart } from '../../src/config/setting-sources.js';
import { envNameOf, rowOf, settingNames } from '../../src/config/settings.js';
import { dataSets } from '../../src/contract/data-sets.js';
import { callControl, useEmulator } from '../support/emulator.js';

const secret = 'never-shown-9f2c';

it('names flag, variable, default and source of every setting, and shows no secret', async () => {
  const emulator = await useEmulator({
    apiKey: [`md_${secret}`],
    webhookSecret: secret,
    uiAuth: `ui:${secret}`,
    webhookUrl: [`http://hook:${secret}@127.0.0.1:9/in`],
    rateLimits: 'enforce',
  });
  const rows = await emulator.settings();
  expect(rows.map(({ name }) => name)).toEqual(settingNames);
  for (const [index, name] of settingNames.entries()) {
    const { flag, help } = rowOf(name);
    expect(rows[index]).toMatchObject({ flag: `--${flag}`, env: envNameOf(flag), help });
  }
  expect(JSON.stringify(rows)).not.toContain(secret);
  const row = (name: string) => rows.find((each) => each.name === name);
  const { data: info } = await callControl<{ settings: Record<string, unknown> }>(emulator, '/info', {
    headers: { authorization: `Basic ${btoa(`ui:${secret}`)}` },
  });
  expect(JSON.stringify(info.settings)).not.toContain(secret);
  const secrets = settingNames.filter((name) => rowOf(name).secret);
  expect(secrets).toEqual(['apiKey', 'webhookSecret', 'uiAuth']);
  for (const name of secrets) expect(info.settings[name]).toBe('set');
  for (const name of secrets)
    expect(row(name)).toMatchObject({ value: 'set', secret: true, source: 'option' });
  expect(row('webhookUrl')).toMatchObject({ value: ['http://127.0.0.1:9/in'] });
  expect(row('rateLimits')).toMatchObject({ value: 'enforce', default: 'observe', source: 'option' });
  // The default of a test, not that of the command line.
  expect(row('simulation')).toMatchObject({ value: 'manual', default: 'manual', source: 'default' });
  expect(row('seed')).toMatchObject({ value: 1, default: '1', source: 'default' });
});

it('says what is in force in a workspace where calls have changed it, with that source', async () => {
  const emulator = await useEmulator({ rateLimits: 'off', simulation: 'manual' });
  const other = await emulator.workspace();
  const before = await emulator.settings();
  await callControl(emulator, '/simulation', {
    method: 'PUT',
    body: { profile: 'classic', speed: 7, seed: 9 },
  });
  await callControl(emulator, '/limits', { method: 'PUT', body: { mode: 'enforce', monthly_quota: 5 } });
  const changed: Record<string, unknown> = {
    simulation: 'classic',
    simulationSpeed: 7,
    seed: 9,
    rateLimits: 'enforce',
    monthlyQuota: 5,
  };
  expect(await emulator.settings()).toEqual(
    before.map((row) => (row.name in changed ? { ...row, value: changed[row.name], source: 'call' } : row)),
  );
  const { data } = await callControl<{ settings: Record<string, unknown> }>(emulator, '/info');
  expect(data.settings).toMatchObject({ ...changed, simulation: { name: 'classic' } });
  expect((await other.settings()).filter(({ source }) => source === 'call')).toEqual([]);
});

it('says of each setting of the command line whether a flag or the environment gave it', () => {
  for (const name of settingNames) {
    const env = { [envNameOf(rowOf(name).flag)]: '1' };
    expect(sourcesOfStart({}, env)).toEqual({ [name]: 'environment' });
    expect(sourcesOfStart({ [name]: '2' }, env)).toEqual({ [name]: 'flag' });
  }
  expect(sourcesOfStart({}, { MAILDRONE_EMULATOR_PORT: 'tcp://10.0.0.1:8025' })).toEqual({});
});

it('lists the bundled data sets, each of which loads by its name', async () => {
  const emulator = await useEmulator();
  const sets = await emulator.dataSets();
  expect(sets.map(({ name }) => name)).toEqual(dataSets);
  const files = await readdir(join(import.meta.dirname, '..', '..', 'fixtures'));
  const names = files.filter((file) => file.endsWith('.json')).map((file) => basename(file, '.json'));
  expect(names.sort()).toEqual([...dataSets].sort());
  for (const { description } of sets) expect(description).not.toBe('');
  await emulator.seed({ name: sets.find(({ name }) => name === 'docs')?.name ?? '' });
  expect((await emulator.counts()).contacts).toBeGreaterThan(0);
});
