import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import { cliPath, run, useDirectory } from '../support/process.js';
import { treeOf } from '../support/tree.js';

/** Places where no data directory can be. */
const places: Record<string, (dir: string) => string> = {
  'below /proc': () => '/proc/nope',
  'deep below /proc': () => '/proc/nope/a/b/c',
  'below /dev/null': () => '/dev/null/x',
  'a device': () => '/dev/null',
  'the root of the file system': () => '/',
  'a link to the root': (dir) => {
    symlinkSync('/', join(dir, 'link'));
    return join(dir, 'link');
  },
  'a file': (dir) => {
    writeFileSync(join(dir, 'file'), 'x');
    return join(dir, 'file');
  },
  'below a file': (dir) => {
    writeFileSync(join(dir, 'file'), 'x');
    return join(dir, 'file', 'a', 'b');
  },
  'a link to nothing': (dir) => {
    symlinkSync(join(dir, 'nothing'), join(dir, 'link'));
    return join(dir, 'link');
  },
  'a link to itself': (dir) => {
    symlinkSync(join(dir, 'loop'), join(dir, 'loop'));
    return join(dir, 'loop', 'x');
  },
  'a name that is too long': (dir) => join(dir, 'x'.repeat(300)),
  'one whose workspaces are a link': (dir) => {
    mkdirSync(join(dir, 'elsewhere'));
    symlinkSync(join(dir, 'elsewhere'), join(dir, 'workspaces'));
    return dir;
  },
};

describe('A data directory that cannot be used ends the start with one clear line, and nothing is changed', () => {
  it.each(Object.keys(places))('%s', async (name) => {
    const dir = await useDirectory();
    const path = places[name]?.(dir) ?? '';
    const before = treeOf(dir);
    const error = await startEmulator({ data: path }).catch((fault: unknown) => fault);
    expect(error).toBeInstanceOf(Error);
    const { message } = error as Error;
    expect(message).toContain(path);
    expect(message).not.toContain('\n');
    expect(treeOf(dir)).toEqual(before);
  });

  it.each([
    ['/proc/nope', 'exec "$@" --data /proc/nope'],
    ['a full disk', 'ulimit -f 0; exec "$@" --data "$DIR/data"'],
  ])('the process ends with 1 for %s', async (_name, script) => {
    const words = ['-c', script, 'sh', process.execPath, cliPath, '--port', '0', '--smtp-port', '0'];
    const started = run('sh', words, { env: { ...process.env, DIR: await useDirectory() } });
    const { code, stdout, stderr } = await started.finished;
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^maildrone-emulator: [^\n]+\n$/);
  });
});
