import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './process.js';

const root = join(import.meta.dirname, '..', '..');

interface Installed {
  integrity?: string;
  optional?: boolean;
}
const packagesIn = async (lockFile: string): Promise<Map<string, Installed>> => {
  const { packages } = JSON.parse(await readFile(lockFile, 'utf8')) as {
    packages: Record<string, Installed>;
  };
  return new Map(Object.entries(packages).filter(([path]) => path !== ''));
};

/** Whether our own `node_modules` is what `npm ci` makes of a lock file: each package with its bytes, all but optional ones. */
async function isInstalled(lockFile: string): Promise<boolean> {
  const locked = await packagesIn(lockFile);
  const ours = await packagesIn(join(root, 'node_modules', '.package-lock.json'));
  return (
    [...ours].every(
      ([path, { integrity }]) => locked.has(path) && locked.get(path)?.integrity === integrity,
    ) && [...locked].every(([path, { optional }]) => optional === true || ours.has(path))
  );
}

/** What npm runs of a project at the end of an install. */
const ownScripts = [
  'preinstall',
  'install',
  'postinstall',
  'prepublish',
  'preprepare',
  'prepare',
  'postprepare',
];

/**
 * `npm ci` in a folder, with the packages as hard links to ours in place of a download: a tenth of its time. npm itself
 * checks the manifest against the lock file first, and fails as it would. Answers false, with nothing done, where the
 * outcome would be another: ours are of another lock file, scripts of the project would run, or no links can be made.
 */
export async function linkInstall(folder: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const manifest = await readFile(join(folder, 'package.json'), 'utf8');
  const { scripts = {} } = JSON.parse(manifest) as { scripts?: Record<string, string> };
  if (ownScripts.some((name) => name in scripts)) return false;
  if (!(await isInstalled(join(folder, 'package-lock.json')))) return false;
  const check = await run('npm', ['ci', '--dry-run'], { cwd: folder, env }).finished;
  if (check.code !== 0) throw new Error(`npm ci ended with ${check.code}:\n${check.stdout}\n${check.stderr}`);
  const target = join(folder, 'node_modules');
  const linked = await run('cp', ['-al', join(root, 'node_modules'), target]).finished;
  if (linked.code !== 0) {
    await rm(target, { recursive: true, force: true });
    return false;
  }
  // What tools keep there is no part of an install, and writing to a link would change ours.
  const hidden = (await readdir(target)).filter((name) => /^\.(?!bin$|package-lock\.json$)/.test(name));
  for (const name of hidden) await rm(join(target, name), { recursive: true });
  return true;
}
