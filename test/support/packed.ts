import { mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inject } from 'vitest';
import { run } from './process.js';

const root = join(import.meta.dirname, '..', '..');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** Runs npm to its end and answers what it said; throws all that it said where it failed. */
export async function runNpm(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await run(npm, args, { cwd, env }).finished;
  if (code === 0) return { stdout, stderr };
  throw new Error(`npm ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`);
}

interface Packed {
  filename: string;
  files: { path: string }[];
}

/** The tarball as a stranger has it: installed in a folder with nothing else. */
export interface PackedApp {
  folder: string;
  tarball: string;
  /** The files that it holds. */
  files: string[];
}

/** Packs what is built and installs the tarball, once for all tests of a run. Their files go into folders of their own names. */
export async function usePacked(): Promise<PackedApp> {
  const folder = inject('packedFolder');
  const result = join(folder, 'packed.json');
  const isFirst = await mkdir(join(folder, 'begun')).then(
    () => true,
    () => false,
  );
  if (isFirst) {
    const packed = await pack(folder).catch((error: Error) => ({ failed: error.message }));
    await writeFile(`${result}.part`, JSON.stringify(packed));
    await rename(`${result}.part`, result);
  }
  for (;;) {
    const text = await readFile(result, 'utf8').catch(() => null);
    const packed = text === null ? null : (JSON.parse(text) as PackedApp | { failed: string });
    if (packed && 'failed' in packed) throw new Error(packed.failed);
    if (packed) return packed;
    await pause(100);
  }
}

async function pack(folder: string): Promise<PackedApp> {
  await runNpm(['run', '--silent', 'build:types'], root);
  // No scripts: packing would build dist anew and pull it away under tests that run beside this one.
  const { stdout } = await runNpm(['pack', '--ignore-scripts', '--json', '--pack-destination', folder], root);
  const listed = JSON.parse(stdout) as Packed[] | Record<string, Packed>;
  const [packed] = Object.values(listed);
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  const flags = ['--no-audit', '--no-fund', '--prefer-offline'];
  await runNpm(['install', ...flags, `./${packed?.filename ?? ''}`], folder);
  const files = (packed?.files ?? []).map(({ path }) => path);
  return { folder, tarball: join(folder, packed?.filename ?? ''), files };
}

/** Lends packages of ours to a project in `folder`, in place of a download; those that are there stay. */
export async function lendPackages(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const place = join(folder, 'node_modules', name);
    await mkdir(dirname(place), { recursive: true });
    await symlink(join(root, 'node_modules', name), place, 'junction').catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      },
    );
  }
}

/** The environment of a project whose runner is lent: with our commands, and without what this run's vitest has set. */
export function lentEnvironment(more: Record<string, string>): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(?:VITEST|NODE_ENV$|FORCE_COLOR$)/.test(name),
  );
  const { PATH = '', ...rest } = Object.fromEntries(own);
  const commands = join(root, 'node_modules', '.bin');
  return {
    ...rest,
    PATH: `${commands}${process.platform === 'win32' ? ';' : ':'}${PATH}`,
    NO_COLOR: '1',
    ...more,
  };
}
