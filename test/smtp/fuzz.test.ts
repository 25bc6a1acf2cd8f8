import { expect, it } from 'vitest';
import { fuzzSmtp } from '../soak/fuzz-smtp.js';
import { useEmulator } from '../support/emulator.js';
import { useSmtp } from '../support/smtp-client.js';

/** FUZZ_SEED draws other sessions, FUZZ_RUNS more of them; a failure names its seed. */
const seed = Number(process.env['FUZZ_SEED'] ?? 20_240_325);
const runs = Number(process.env['FUZZ_RUNS'] ?? 60);

it(`Generated sessions (FUZZ_SEED=${seed}) get one sound reply a command, and what is acknowledged is kept`, async () => {
  const emulator = await useEmulator({ log: 'silent' });
  await fuzzSmtp(emulator, { seed, runs });
  expect(await (await useSmtp(emulator)).send('NOOP')).toMatch(/^250 /);
});
