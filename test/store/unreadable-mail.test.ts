import { createTransport } from 'nodemailer';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle, MessageSummary } from '../../src/index.js';
import { useDiskFault } from '../support/disk-fault.js';
import { callControl } from '../support/emulator.js';
import { useDirectory } from '../support/process.js';

/** An emulator with one mail on disk, and its id. */
async function useMail(): Promise<{ emulator: EmulatorHandle; id: string }> {
  const emulator = await startEmulator({ data: await useDirectory(), log: 'silent' });
  onTestFinished(() => emulator.stop());
  await createTransport({ ...emulator.smtp, secure: false }).sendMail({
    ...{ from: 'a@x.test', to: 'b@x.test', subject: 's', html: '<a href="https://shop.test/">x</a>' },
    headers: { 'X-Shop': 'tea' },
  });
  const [mail] = await emulator.inbox.list();
  return { emulator, id: mail?.id ?? '' };
}

type Read = (emulator: EmulatorHandle, id: string) => Promise<{ status: number; data: unknown }>;

/** Every way in which a call reads the file of a mail. */
const reads: Record<string, Read> = {
  'the mail': (emulator, id) => callControl(emulator, `/messages/${id}`),
  'its source': (emulator, id) => callControl(emulator, `/messages/${id}/raw`),
  'a search by a header': (emulator) =>
    callControl<MessageSummary[]>(emulator, `/messages?q=${encodeURIComponent('header:x-shop=tea')}`),
  'a simulated click': (emulator, id) =>
    callControl(emulator, `/messages/${id}/simulate`, { method: 'POST', body: { event: 'clicked' } }),
};

describe('a mail that the disk does not give at the moment is a 500, never a mail without content', () => {
  it.each(['EIO', 'EMFILE'])('%s', async (code) => {
    const { emulator, id } = await useMail();
    for (const [name, read] of Object.entries(reads)) {
      const fault = useDiskFault('readSync', code);
      const { status } = await read(emulator, id);
      fault.end();
      expect([name, status, fault.count > 0]).toEqual([name, 500, true]);
      expect([name, (await read(emulator, id)).status]).toEqual([name, 200]);
    }
    expect((await reads['a search by a header']?.(emulator, id))?.data).toMatchObject([{ id }]);
  });

  it('also where the clock clicks: the click stays planned', async () => {
    const { emulator, id } = await useMail();
    await createTransport({ ...emulator.smtp, secure: false }).sendMail({
      ...{ from: 'a@x.test', to: 'b+click@x.test', subject: 's', html: '<a href="https://shop.test/">x</a>' },
    });
    await emulator.clock.advance('1s');
    const fault = useDiskFault('readSync', 'EIO');
    await emulator.clock.advance('1d');
    expect(fault.count).toBeGreaterThan(0);
    fault.end();
    const { data } = await callControl<{ name: string }[]>(emulator, '/events?type=email.clicked');
    expect(data).toEqual([]);
    expect(id).not.toBe('');
  });
});
