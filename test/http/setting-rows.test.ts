import { expect, it } from 'vitest';
import { sourcesOfStart } from '../../src/config/setting-sources.js';
import { envNameOf, rowOf, settingNames } from '../../src/config/settings.js';
import { useEmulator } from '../support/emulator.js';

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
  for (const name of ['apiKey', 'webhookSecret', 'uiAuth'])
    expect(row(name)).toMatchObject({ value: 'set', secret: true, source: 'option' });
  expect(row('webhookUrl')).toMatchObject({ value: ['http://127.0.0.1:9/in'] });
  expect(row('rateLimits')).toMatchObject({ value: 'enforce', default: 'observe', source: 'option' });
  // The default of a test, not that of the command line.
  expect(row('simulation')).toMatchObject({ value: 'manual', default: 'manual', source: 'default' });
  expect(row('seed')).toMatchObject({ value: 1, default: '1', source: 'default' });
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
  expect(sets.map(({ name }) => name).sort()).toEqual(['docs', 'large', 'saas', 'shop']);
  for (const { description } of sets) expect(description).not.toBe('');
  await emulator.seed({ name: sets.find(({ name }) => name === 'docs')?.name ?? '' });
  expect((await emulator.counts()).contacts).toBeGreaterThan(0);
});
