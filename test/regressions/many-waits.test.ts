import { expect, it, onTestFinished } from 'vitest';
import { useEmulator } from '../support/emulator.js';

it('many waits at once are no leak of which Node warns', async () => {
  const warnings: string[] = [];
  const note = ({ message }: Error) => void warnings.push(message);
  process.on('warning', note);
  onTestFinished(() => void process.off('warning', note));
  const emulator = await useEmulator();
  const waits = Array.from({ length: 20 }, () =>
    emulator.inbox.waitFor({ to: 'nobody@x.test' }, { timeout: 50 }).catch(() => null),
  );
  await Promise.all(waits);
  expect(warnings).toEqual([]);
});
