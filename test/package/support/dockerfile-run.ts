import { cp, mkdir, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Stage, Step } from './dockerfile.js';
import { linkInstall } from '../../support/linked-install.js';
import { run } from '../../support/process.js';

/** Who a name in an image is on this machine. */
export interface User {
  uid: number;
  gid: number;
}

export interface BuildOptions {
  stages: Stage[];
  /** The folder that is handed to the builder, and what of it `.dockerignore` leaves out. */
  context: string;
  ignored: readonly string[];
  /** Where the folders of the stages are made: a stage's `/app` is `<dir>/<stage>/app`. */
  dir: string;
  /** The user `node` of the base. */
  node: User;
}

/** What a stage is after its last step. */
export interface Built {
  workdir: string;
  env: Record<string, string>;
  entrypoint: string[];
  health: string[];
  /** A path of the image on this machine. */
  at(path: string): string;
}

/** `.dockerignore` as far as ours goes: names at the top and `*.ending`. */
const isIgnored = (name: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => (pattern.startsWith('*') ? name.endsWith(pattern.slice(1)) : name === pattern));

/** Carries out the steps of a Dockerfile as a builder would, with folders in place of images. Needs no rights. */
export async function performDockerfile(options: BuildOptions): Promise<Built> {
  const built = new Map<string, Built>();
  let last: Built | null = null;
  for (const stage of options.stages) {
    last = await performStage(stage, built, options);
    built.set(stage.name, last);
  }
  if (!last) throw new Error('there is no stage');
  return last;
}

async function performStage(
  stage: Stage,
  built: ReadonlyMap<string, Built>,
  options: BuildOptions,
): Promise<Built> {
  const root = join(options.dir, stage.name);
  const at = (path: string) => join(root, path);
  await mkdir(root, { recursive: true });
  const result: Built = { workdir: '/', env: {}, entrypoint: [], health: [], at };
  for (const step of stage.steps) await performStep(step, { result, built, options });
  return result;
}

interface Work {
  result: Built;
  built: ReadonlyMap<string, Built>;
  options: BuildOptions;
}

async function performStep(step: Step, work: Work): Promise<void> {
  const { result } = work;
  switch (step.keyword) {
    case 'WORKDIR':
      result.workdir = step.words[0] ?? '/';
      await mkdir(result.at(result.workdir), { recursive: true });
      return;
    case 'ENV':
      Object.assign(result.env, step.values);
      return;
    case 'COPY':
      return copy(step, work);
    case 'RUN':
      return runStep(step, work);
    case 'ENTRYPOINT':
      result.entrypoint = step.words;
      return;
    case 'HEALTHCHECK':
      result.health = step.words;
      return;
    case 'USER':
    case 'VOLUME':
    case 'EXPOSE':
      return;
    default:
      throw new Error(`there is no way here to perform ${step.keyword} ${step.text}`);
  }
}

async function copy({ words, flags }: Step, { result, built, options }: Work): Promise<void> {
  const source = flags.from === undefined ? null : built.get(flags.from);
  if (source === undefined) throw new Error(`there is no stage ${flags.from}`);
  const target = words.at(-1) ?? '.';
  const to = result.at(target.startsWith('/') ? target : join(result.workdir, target));
  for (const word of words.slice(0, -1)) {
    if (word === '.' && source === null) {
      for (const name of await readdir(options.context)) {
        if (isIgnored(name, options.ignored)) continue;
        await cp(join(options.context, name), join(to, name), { recursive: true });
      }
    } else {
      const from = source === null ? join(options.context, word) : source.at(word);
      await cp(from, target.endsWith('/') ? join(to, basename(word)) : to, { recursive: true });
    }
  }
}

/** A shell in the folder of the stage. Paths of the image and its user become those of this machine. */
async function runStep({ text }: Step, { result, options }: Work): Promise<void> {
  const { uid, gid } = options.node;
  const command = text
    .replace(/(^|\s)(\/[\w./-]*)/g, (_all, before: string, path: string) => `${before}${result.at(path)}`)
    .replaceAll('node:node', `${uid}:${gid}`);
  const env = { ...process.env, ...result.env, NODE_ENV: '', npm_config_prefer_offline: 'true' };
  const cwd = result.at(result.workdir);
  if (text === 'npm ci' && (await linkInstall(cwd, env))) return;
  const { code, stdout, stderr } = await run('sh', ['-c', command], { cwd, env }).finished;
  if (code !== 0) throw new Error(`RUN ${text} ended with ${code}:\n${stdout}\n${stderr}`);
}
