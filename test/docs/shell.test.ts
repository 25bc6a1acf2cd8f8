import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { callApi, useEmulator } from '../support/emulator.js';
import { blocksOf, pageOf, pages, root } from '../support/pages.js';
import type { Page } from '../support/pages.js';
import { cliPath, run, runCli, useDirectory } from '../support/process.js';
import { useReceiver } from '../support/receiver.js';

/** A command as a reader copies it, with its continued lines, and what it is to end with where it is a call. */
interface Shown {
  text: string;
  expected: number | 'success';
}

const isCall = (text: string) => /(?:^|\| |\$\()(?:curl|npx|maildrone-emulator)\b/.test(text);

const commandsOf = (page: Page): Shown[] =>
  blocksOf(page)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code, ends }) => {
      const texts = code.split(
        /\n(?=(?:[A-Z_]+=\S+ )*(?:(?:curl|npx|maildrone-emulator|npm|docker|echo)\b|[A-Z]+=))/,
      );
      const left = [...(ends ?? [])];
      return texts.map((text) => ({
        text,
        expected: (isCall(text) ? left.shift() : null) ?? ('success' as const),
      }));
    });

// These install, test or make images: what they do is tested by themselves.
const isOfTools = ({ text }: Shown) => /^(?:npm|docker|git|bash) /.test(text);
const startPattern =
  /^(?:[A-Z_]+=\S+ )*(?:npx )?maildrone-emulator(?: start)?(?: --(?!print-env|help)\S+(?: [^-\s]\S*)?)*\s*$/;
const isStart = ({ text }: Shown) => startPattern.test(text.trim());

/** A directory with the files that a page shows, and a PATH on which `curl` and `maildrone-emulator` are ours. */
async function useShell(page: Page): Promise<{ dir: string; env: NodeJS.ProcessEnv }> {
  const dir = await useDirectory();
  for (const { file, code } of blocksOf(page)) if (file !== null) await writeFile(join(dir, file), code);
  const shim = join(root, 'test', 'docs', 'support', 'docs-shell.js');
  const programs = {
    curl: `exec "${process.execPath}" "${shim}" curl "$@"`,
    'maildrone-emulator': `exec "${process.execPath}" "${shim}" cli "$@"`,
    npx: 'exec "$@"',
  };
  for (const [name, line] of Object.entries(programs)) {
    await writeFile(join(dir, name), `#!/bin/sh\n${line}\n`);
    await chmod(join(dir, name), 0o755);
  }
  return { dir, env: { ...process.env, PATH: `${dir}:${process.env['PATH']}`, CLI: cliPath } };
}

interface Note {
  tool: string;
  result: number;
  args: string[];
  output: string;
}

const withCalls = pages.filter((page) =>
  commandsOf(page).some((command) => isCall(command.text) && !isStart(command)),
);

/** What zsh takes otherwise than bash outside of quotes: comments, patterns of files, history, `=command`. */
const otherInZsh = /(?:^|\s)#|[?*[\]!^]|(?<!&)&(?!&)|(?:^|\s)=/;
const unquoted = (code: string): string =>
  code.replace(/'[^']*'|"(?:[^"\\]|\\.)*"/g, (quoted) => (/^".*!/.test(quoted) ? '!' : 'x'));

it.each(pages.filter((page) => commandsOf(page).length > 0))(
  'the commands of $path are the same to zsh',
  (page) => {
    const shown = blocksOf(page).filter(({ language }) => /^(?:sh|bash|shell|console|zsh)$/.test(language));
    expect(shown.filter(({ language }) => language !== 'sh')).toEqual([]);
    const other = shown.flatMap(({ code }) =>
      unquoted(code)
        .split('\n')
        .filter((line) => otherInZsh.test(line)),
    );
    expect(other).toEqual([]);
  },
);

describe.each(withCalls)('the examples of $path', (page) => {
  it.each(['alone', ...(page.path === 'README.md' ? [] : ['after the first call of the README'])])(
    'do what they say, %s',
    async (when) => {
      const emulator = await useEmulator();
      if (when !== 'alone') {
        const body = { email: 'jane@example.com', first_name: 'Jane', send_welcome: true };
        await callApi(emulator, '/contacts', { method: 'POST', body });
        await emulator.inbox.waitFor({ to: 'jane@example.com' });
      }
      const receiver = await useReceiver();
      const { dir, env } = await useShell(page);
      const commands = commandsOf(page).filter((command) => !isStart(command) && !isOfTools(command));
      const notes = join(dir, 'notes.jsonl');
      const { stderr } = await run('bash', ['-c', commands.map(({ text }) => text).join('\n')], {
        cwd: dir,
        env: {
          ...env,
          EMULATOR_URL: emulator.url,
          MAILDRONE_EMULATOR_URL: emulator.url,
          RECEIVER_URL: new URL(receiver.url).origin,
          NOTES: notes,
          IDS: join(dir, 'ids.json'),
        },
      }).finished;
      const calls = (await readFile(notes, 'utf8'))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Note);
      const expected = commands.filter(({ text }) => isCall(text)).map((each) => each.expected);
      const faults = calls.filter(({ tool, result }, index) => {
        if (expected[index] !== 'success') return result !== expected[index];
        return tool === 'curl' ? result >= 300 : result !== 0;
      });
      expect(faults, stderr).toEqual([]);
      expect(calls.length).toBe(expected.length);
    },
    120_000,
  );
});

// Each once, though several pages show it.
const starts = new Map(
  pages.flatMap((page) =>
    commandsOf(page)
      .filter(isStart)
      .map(({ text }) => text.trim())
      .map((command) => [command, { page, path: page.path, command }] as const),
  ),
);

it.each([...starts.values()])(
  '$path: $command starts an emulator',
  { timeout: 60_000 },
  async ({ page, command }) => {
    const { dir, env } = await useShell(page);
    const program = command.replace(/(?:npx )?maildrone-emulator/, `exec "${process.execPath}" "$CLI"`);
    const exported = /--fixture (state\.json)/.exec(command)?.[1];
    if (exported) await writeFile(join(dir, exported), await (await useEmulator()).export());
    const child = spawn('bash', ['-c', `${program} --port 0 --smtp-port 0 --log json`], {
      cwd: dir,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const ended = once(child, 'close');
    let log = '';
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const ready = new Promise<null>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        log += chunk.toString();
        if (log.includes('"msg":"ready"')) resolve(null);
      });
    });
    const end = await Promise.race([ready, ended]);
    expect(log, `${JSON.stringify(end)} ${said}`).toContain('"msg":"ready"');
    child.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
  },
);

it('docs/commands.md names every command', async () => {
  const { stdout } = await runCli(['--help']);
  const pages = stdout.slice(0, stdout.indexOf('The flags of start'));
  const commands = [...pages.matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name ?? '');
  expect(commands.length).toBeGreaterThan(10);
  const { text } = pageOf('docs/commands.md');
  const missing = commands.filter((name) => name !== 'help' && !new RegExp(`\`${name}\\b`).test(text));
  expect(missing).toEqual([]);
});
