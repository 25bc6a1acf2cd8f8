import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bars } from '../bench/bars.js';
import { benches, benchesOf } from '../bench/benches.js';
import type { Figure } from '../bench/report.js';
import { runBench } from '../bench/run-bench.js';
import { pageOf, root } from '../support/pages.js';

const folder = join(root, 'test', 'bench');
const files = readdirSync(folder).filter((file) => file.endsWith('.bench.ts'));

describe('the table of benches', () => {
  it('has every bench of the folder, and CONTRIBUTING.md names each', () => {
    expect(Object.keys(benches).sort()).toEqual(files.map((file) => file.replace('.bench.ts', '')).sort());
    const { text } = pageOf('CONTRIBUTING.md');
    expect(Object.keys(benches).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  it('has a bench for every bar, and each bar is filled in by the file of its bench', () => {
    // Rows of a table of shapes or places make their names of two parts.
    const parts = /^(small5|small1|large5|large1|single|save|restore|reset|workspace)(Of|In|On)/;
    const missing = Object.entries(bars).filter(([name, { bench }]) => {
      const source = readFileSync(join(folder, `${bench}.bench.ts`), 'utf8');
      const [, first] = parts.exec(name) ?? [];
      return !source.includes(first === undefined ? `'${name}'` : first);
    });
    expect(missing).toEqual([]);
  });

  it('takes a bench by its name, or all of a group', () => {
    expect(benchesOf('campaign')).toEqual(['campaign']);
    expect(benchesOf('ingest')).toEqual(['ingest-burst', 'ingest-sustained']);
    expect(benchesOf('memory')).toEqual(['memory', 'memory-steady']);
    expect([benchesOf('camp'), benchesOf('')]).toEqual([[], []]);
  });
});

/** Runs a program as a bench; answers its figures and why it ended early. */
async function outcomeOf(source: string, limit: number) {
  const dir = await mkdtemp(join(tmpdir(), 'bench-test-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const program = join(dir, 'bench.mjs');
  await writeFile(program, source);
  const figures: Figure[] = [];
  const reason = await runBench({
    program,
    args: ['given'],
    limit,
    onFigure: (figure) => figures.push(figure),
  });
  return { figures: figures.map(({ what }) => what), reason };
}

/** With what a connection to a port fails; null where it does not. */
const codeOf = (port: number) =>
  new Promise<string | null>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(null);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
  });

const figure = (what: string) => `process.send({ figure: { what: ${what}, values: [1], unit: '×' } });`;

describe('a bench runs in a process of its own', () => {
  it.each([
    ['that ends', `${figure('process.argv[2]')} process.disconnect();`, ['given'], null],
    [
      'that exits',
      `${figure("'first'")} setTimeout(() => process.exit(3), 50);`,
      ['first'],
      'its process ended with 3',
    ],
    [
      'that fails',
      "process.send({ failure: process.cwd() + '/x gave no 200\\nat y' }); process.disconnect();",
      [],
      './x gave no 200',
    ],
  ])('one %s', async (_name, source, figures, reason) => {
    expect(await outcomeOf(source, 60)).toEqual({ figures, reason });
  });

  it('one that never gives way is ended at its limit', async () => {
    expect((await outcomeOf('for (;;);', 0.5)).reason).toMatch(/^it took longer than/);
  });

  it('and what it started and left in its folder goes with it', async () => {
    const server = `const server = require('net').createServer().listen(0, '127.0.0.1', () => console.log(server.address().port))`;
    const source = `import { spawn } from 'node:child_process';
      const child = spawn(process.execPath, ['-e', ${JSON.stringify(server)}], { stdio: ['ignore', 'pipe', 'ignore'] });
      child.stdout.on('data', (port) => {
        process.send({ figure: { what: String(port).trim() + ' ' + process.env.TMPDIR, values: [1], unit: '' } });
        setTimeout(() => process.exit(1), 50);
      });`;
    const { figures } = await outcomeOf(source, 60);
    const [port, dir = ''] = figures[0]?.split(' ') ?? [];
    await expect.poll(() => codeOf(Number(port))).toBe('ECONNREFUSED');
    expect(() => readdirSync(dir)).toThrow('ENOENT');
  });
});
