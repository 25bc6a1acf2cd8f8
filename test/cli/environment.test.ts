import { expect, it } from 'vitest';
import { ownVariable, unknownVariables } from '../../src/config/environment.js';
import { runCli } from '../support/process.js';

const known = ['MAILDRONE_EMULATOR_PORT', 'MAILDRONE_EMULATOR_SMTP_PORT', 'MAILDRONE_EMULATOR_MEMORY'];

/** What Kubernetes makes for a service of a name, with its ports 8025 and, by name, 1025. */
const madeFor = (service: string): Record<string, string> => ({
  [`${service}_SERVICE_HOST`]: '10.0.0.1',
  [`${service}_SERVICE_PORT`]: '8025',
  [`${service}_SERVICE_PORT_SMTP`]: '1025',
  [`${service}_PORT`]: 'tcp://10.0.0.1:8025',
  ...Object.fromEntries(
    ['8025_TCP', '1025_UDP', '1025_SCTP'].flatMap((port): [string, string][] => [
      [`${service}_PORT_${port}`, `tcp://10.0.0.1:${port}`],
      ...['PROTO', 'PORT', 'ADDR'].map((part): [string, string] => [`${service}_PORT_${port}_${part}`, 'x']),
    ]),
  ),
});

it.each(['MAILDRONE_EMULATOR', 'MAILDRONE_EMULATOR_SMTP', 'MAILDRONE_EMULATOR_OF_A_TEAM'])(
  'what Kubernetes makes for a service %s is passed over',
  (service) => {
    const env = { ...madeFor(service), MAILDRONE_EMULATOR_MEMORY: 'true' };
    expect(unknownVariables(env, known)).toEqual([]);
    expect(known.map((name) => ownVariable(env, name))).toEqual([undefined, undefined, 'true']);
  },
);

it.each([
  ['MAILDRONE_EMULATOR_PROT', '1', '; the nearest is MAILDRONE_EMULATOR_PORT'],
  ['MAILDRONE_EMULATOR_SMTPPORT', '1', '; the nearest is MAILDRONE_EMULATOR_SMTP_PORT'],
  ['MAILDRONE_EMULATOR_MY_PORT', '8025', ''],
])('%s=%s is warned of', (name, value, nearest) => {
  expect(unknownVariables({ [name]: value }, known)).toEqual([
    expect.stringContaining(`${name} is no setting${nearest}`),
  ]);
});

it.each([['--print-env'], ['health'], ['keys', 'list'], ['completion', 'bash'], ['--version']])(
  'a name that is no setting is warned of by each command: %s %s',
  async (...args) => {
    const env = {
      ...process.env,
      MAILDRONE_EMULATOR_PROT: '1',
      MAILDRONE_EMULATOR_URL: 'http://127.0.0.1:1',
    };
    const { stdout, stderr } = await runCli(args.filter(Boolean), { env });
    expect(stderr).toContain('MAILDRONE_EMULATOR_PROT is no setting; the nearest is MAILDRONE_EMULATOR_PORT');
    expect(stdout).not.toContain('PROT');
  },
);

it('a link of Docker is passed over', () => {
  const env = { MAILDRONE_EMULATOR_NAME: '/app/maildrone-emulator', MAILDRONE_EMULATOR_ENV_PATH: '/bin' };
  expect(unknownVariables(env, known)).toEqual([]);
});
