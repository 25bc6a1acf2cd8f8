import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

export const run = promisify(execFile);
/** Mounts a tmpfs for one test; false where we may not. */
export async function mount(disk: string, options: string): Promise<boolean> {
  await mkdir(disk, { recursive: true });
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk]).then(
    () => true,
    () => false,
  );
  if (mounted) onTestFinished(async () => void (await run('umount', ['-l', disk])));
  return mounted;
}
