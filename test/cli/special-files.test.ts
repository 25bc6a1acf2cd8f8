import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startEmulator } from '../../src/index.js';
import { cliPath, run, useDirectory } from '../support/process.js';

const tls = (name: string) => join(import.meta.dirname, '..', 'support', 'tls', name);
const what = 'it is a pipe, a socket or a device';

/** A start that is refused. What waits for a pipe would never end, and is killed with the test. */
async function refusal(args: readonly string[]): Promise<{ code: number | null; stderr: string }> {
  const { child, finished } = run(process.execPath, [
    cliPath,
    '--memory',
    '--port',
    '0',
    '--smtp-port',
    '0',
    ...args,
  ]);
  onTestFinished(() => void child.kill('SIGKILL'));
  return finished;
}

/** A pipe to which nobody writes, and a data set with a template that is one. */
async function usePipe(): Promise<{ pipe: string; set: string }> {
  const dir = await useDirectory();
  const pipe = join(dir, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const campaign = {
    ...{ name: 'n', subject: 's', from_email: 'a@x.test', recipients: { type: 'all' } },
    content: { html: 'file:pipe' },
  };
  const set = join(dir, 'set.json');
  await writeFile(set, JSON.stringify({ campaigns: [campaign] }));
  return { pipe, set };
}

it.each([
  ['a data set', ({ pipe }) => ['--fixture', pipe]],
  ['a template of a data set', ({ set }) => ['--fixture', set]],
  ['a certificate', ({ pipe }) => ['--smtp-tls-cert', pipe, '--smtp-tls-key', tls('key.pem')]],
  ['a key', ({ pipe }) => ['--smtp-tls-cert', tls('cert.pem'), '--smtp-tls-key', pipe]],
  ['a profile', ({ pipe }) => ['--simulation', pipe]],
] as [string, (paths: { pipe: string; set: string }) => string[]][])(
  'a start with a pipe as %s is refused at once, with its path',
  async (_what, argumentsFor) => {
    const paths = await usePipe();
    const { code, stderr } = await refusal(argumentsFor(paths));
    expect(stderr).toContain(paths.pipe);
    expect(stderr).toContain(what);
    expect(stderr.split('\n')).toHaveLength(2);
    expect(code).toBeGreaterThan(0);
  },
);

it('a device that has no end is refused, too', async () => {
  const { code, stderr } = await refusal(['--fixture', '/dev/zero']);
  expect([code, stderr]).toEqual([2, expect.stringContaining(`/dev/zero: ${what}`)]);
});

it.each([
  ['\ufeff{"name": "mine", "shares": {}}', null],
  ['{"name": "mine", "name": "yours", "shares": {}}', 'name stands twice'],
  [Buffer.from('{"name": "m\xfcne", "shares": {}}', 'latin1'), 'it is not UTF-8'],
])('a profile in a file, %j, is read as other files of JSON are', async (content, fault) => {
  const file = join(await useDirectory(), 'profile.json');
  await writeFile(file, content);
  const started = startEmulator({ simulation: file });
  if (fault === null) await (await started).stop();
  else await expect(started).rejects.toThrow(`${file}" (${fault})`);
});
