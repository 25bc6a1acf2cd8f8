import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { run, runCli, useDirectory } from '../support/process.js';

const shells = ['bash', 'zsh', 'fish'] as const;
const isInstalled = (shell: string) =>
  (process.env['PATH'] ?? '').split(':').some((dir) => existsSync(join(dir, shell)));

let scripts: Record<string, string> = {};
beforeAll(async () => {
  const entries = shells.map(async (shell) => [shell, (await runCli(['completion', shell])).stdout] as const);
  scripts = Object.fromEntries(await Promise.all(entries));
}, 60_000);

/** What bash offers after a line, as readline would ask for it. */
async function offered(line: string): Promise<string[]> {
  const dir = await useDirectory();
  await writeFile(join(dir, 'the-script'), scripts['bash'] ?? '');
  await writeFile(join(dir, 'people.json'), '{}');
  const ask = `
    source ./the-script
    COMP_LINE="$1"; COMP_POINT=\${#COMP_LINE}; COMP_WORDBREAKS=$' \\t\\n"\\'@><=;|&(:'
    _maildrone_emulator
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { code, stdout, stderr } = await run('bash', ['--norc', '-c', ask, 'bash', line], { cwd: dir })
    .finished;
  expect([code, stderr]).toEqual([0, '']);
  return stdout.split('\n').filter((word) => word !== '');
}

describe('In bash', () => {
  it.each([
    ['maildrone-emulator sn', ['snapshot']],
    ['maildrone-emulator --log ', ['pretty', 'json', 'silent']],
    ['maildrone-emulator start --simulation c', ['classic']],
    ['maildrone-emulator snapshot re', ['restore']],
    ['maildrone-emulator snapshot save --url http://x/ --js', ['--json']],
    ['maildrone-emulator snapshot save --workspace seed --js', ['--json']],
    ['maildrone-emulator webhooks add http://localhost/x --retries ', ['standard', 'fast', 'none']],
    ['maildrone-emulator seed sa', ['saas']],
    ['maildrone-emulator import peo', ['people.json']],
    ['maildrone-emulator trigger email.op', ['email.opened']],
    ['maildrone-emulator inbox wait --ti', ['--timeout']],
    ['maildrone-emulator completion ', ['bash', 'zsh', 'fish', '--help', '-h']],
    ['maildrone-emulator trigger cl', ['clicked']],
    ['maildrone-emulator keys create --permission contacts:read an', ['analytics:read']],
    ['maildrone-emulator keys create --permission contacts:read --na', ['--name']],
    ['maildrone-emulator inbox --li', ['--limit']],
    ['maildrone-emulator inbox --to wait --js', ['--json']],
    // Readline keeps what stands before a colon.
    ['maildrone-emulator keys create --permission contacts:', ['read', 'write']],
  ])('%j offers %j', async (line, words) => {
    expect(await offered(line)).toEqual(words);
  });
});

it.each(shells.filter(isInstalled))(
  'the script for %s is one that it reads without complaint',
  async (shell) => {
    const file = join(await useDirectory(), 'script');
    await writeFile(file, scripts[shell] ?? '');
    expect(await run(shell, ['-n', file]).finished).toEqual({ code: 0, stdout: '', stderr: '' });
  },
);

it('has every command and flag that the help has, and every command ends its help with an example', async () => {
  const help = async (path: string[]): Promise<void> => {
    const { code, stdout } = await runCli([...path, '--help']);
    expect([path, code]).toEqual([path, 0]);
    expect(stdout, path.join(' ')).toMatch(/\nExamples?:\n {2}\$ npx maildrone-emulator/);
    const flags = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, flag]) => flag ?? '');
    const commands = [...(stdout.split('\nCommands:\n')[1] ?? '').matchAll(/^ {2}(\w+)/gm)].map(
      ([, name]) => name ?? '',
    );
    for (const flag of flags) expect(scripts['bash'], `${path.join(' ')} ${flag}`).toContain(flag);
    const inner = commands.filter((name) => name !== 'help');
    for (const name of inner) expect(scripts['fish']).toContain(`-a ${name} `);
    await Promise.all(inner.map((name) => help([...path, name])));
  };
  await help([]);
}, 120_000);

it('refuses a shell that it does not know', async () => {
  const { code, stderr } = await runCli(['completion', 'tcsh']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('shell: expected one of bash, zsh, fish, got')]);
});
