import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useEmulator } from '../support/emulator.js';
import { runCli, useDirectory } from '../support/process.js';

/** Each way to give a path to the command line; FILE stands for it. */
const takers = [
  ['seed', 'FILE'],
  ['import', 'FILE'],
  ['export', 'FILE/x'],
  ['webhooks', 'verify', 'FILE', '--signature', 'x', '--secret', 's'],
  ['--simulation', 'FILE'],
  ['--fixture', 'FILE'],
  ['--smtp-tls-cert', 'FILE', '--smtp-tls-key', 'FILE'],
];

/** Paths that cannot be used, by what is wrong with them. */
const paths = {
  'nothing is there': 'nope',
  'a folder': 'folder',
  'behind a file': 'file/x',
  'a link to itself': 'circle',
  'a name that is too long': 'x'.repeat(300),
};

/** What the system and its libraries say. */
const foreign =
  /\b(?:E[A-Z]{3,}:|no such file or directory|illegal|Unexpected|error:|token|PEM routines|\.part)/;

describe.each(takers.map((words) => ({ words, name: words.join(' ') })))('$name', ({ words }) => {
  const isExport = words[0] === 'export';
  const cases = Object.entries(paths).filter(([what]) => !isExport || what !== 'a folder');
  it('refuses a path that cannot be used: exit code 2, and why in our words', async () => {
    const emulator = await useEmulator();
    const dir = await useDirectory();
    mkdirSync(join(dir, 'folder'));
    writeFileSync(join(dir, 'file'), 'x');
    symlinkSync('circle', join(dir, 'circle'));
    for (const [what, path] of cases) {
      const args = words.map((word) => word.replace('FILE', join(dir, path)));
      const remote = args[0]?.startsWith('--') ? ['--memory'] : ['--url', emulator.url];
      const { code, stderr, stdout } = await runCli([...args, ...remote]);
      expect([what, code, stdout]).toEqual([what, 2, '']);
      expect(stderr).toMatch(/^maildrone-emulator: [^\n]*expected [^\n]+\n$/);
      expect(stderr).toContain(join(dir, path).slice(0, 200));
      expect(stderr).not.toMatch(foreign);
    }
  }, 60_000);
});

it('says in our words where a file is no JSON, and no certificate', async () => {
  const emulator = await useEmulator();
  const dir = await useDirectory();
  const texts = {
    'text.json': ['some\ntext', ':1: expected a data set: not valid JSON: unexpected "some"'],
    'comma.json': ['{\n"contacts": [,]\n}', ':2: expected a data set: not valid JSON: unexpected ",]"'],
    'half.json': ['{\n"contacts": [\n', ': expected a data set: not valid JSON: it ends too early'],
    'empty.json': ['', ': expected a data set: not valid JSON: it ends too early'],
    'deep.json': ['['.repeat(100), ': expected a data set: not valid JSON: more than 64 levels of nesting'],
  } as const;
  for (const [name, [text, expected]] of Object.entries(texts)) {
    writeFileSync(join(dir, name), text);
    const seeded = await runCli(['seed', join(dir, name), '--url', emulator.url]);
    expect([seeded.code, seeded.stderr]).toEqual([
      2,
      expect.stringContaining(expected.replace(/^:(?= )/, '')),
    ]);
    expect(seeded.stderr).toContain(join(dir, name));
    const atStart = await runCli(['--memory', '--fixture', join(dir, name)]);
    expect(atStart.stderr).toContain(expected.replace(/^.*expected a data set: /, ''));
    for (const flags of [['--simulation'], ['--smtp-tls-key', join(dir, name), '--smtp-tls-cert']]) {
      const { code, stderr } = await runCli(['--memory', ...flags, join(dir, name)]);
      expect([code, stderr]).toEqual([2, expect.stringMatching(/expected .*, got "/)]);
      expect(stderr).not.toMatch(foreign);
    }
  }
}, 60_000);
