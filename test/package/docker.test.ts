import { access, chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { findFreePort } from '../../src/app/listen.js';
import { parseDockerfile } from './support/dockerfile.js';
import { brokenRules, ruleNames } from './support/dockerfile-rules.js';
import { performDockerfile } from './support/dockerfile-run.js';
import type { Built } from './support/dockerfile-run.js';
import { run } from '../support/process.js';

const root = join(import.meta.dirname, '..', '..');
const source = await readFile(join(root, 'Dockerfile'), 'utf8');

describe('the Dockerfile', () => {
  it('keeps all rules', () => {
    expect(brokenRules(parseDockerfile(source))).toEqual([]);
  });

  const faults: [rule: string, from: string | RegExp, to: string][] = [
    ['every base is pinned to a major version and a release of Debian', /node:\d+-\w+-slim/g, 'node:latest'],
    ['the base is of a release line with long-term support', /node:\d+/g, 'node:25'],
    ['all stages share one base', /\nFROM node:\d+-\w+-slim\n/, '\nFROM node:22-bookworm-slim\n'],
    ['there is a stage to build in and one to run', /\n\nFROM [^]*$/, '\n'],
    ['nothing is added by ADD', 'COPY . .', 'COPY . .\nADD https://example.com/x.tgz /app/'],
    ['every WORKDIR is absolute', 'WORKDIR /app', 'WORKDIR app'],
    ['dependencies are installed by npm ci before the sources are copied', 'RUN npm ci\n', ''],
    ['no secret is set', 'ENV NODE_ENV', 'ENV MAILDRONE_EMULATOR_WEBHOOK_SECRET=s3 NODE_ENV'],
    ['the image takes files from the build alone', '--from=build /app/fixtures', 'fixtures'],
    ['no dependency of the build is in the image', 'USER', 'COPY --from=build /app/node_modules ./x\nUSER'],
    ['it runs as a user without rights', 'USER node', 'USER 0:0'],
    ['nothing is written after the rights are gone', 'USER node', 'USER node\nRUN touch x'],
    ['the data is a volume, made before it is declared', /^RUN mkdir.*\n/m, ''],
    ['the settings name the volume and listen outside', '_DATA=/data', '_DATA=/app'],
    ['both ports are exposed', 'EXPOSE 8025 1025', 'EXPOSE 8025'],
    [
      'its health is checked by the program itself',
      /^HEALTHCHECK.*\n/m,
      'HEALTHCHECK CMD curl -f http://localhost:8025\n',
    ],
    ['no shell stands between a signal and the program', /^ENTRYPOINT.*/m, 'ENTRYPOINT node dist/cli.cjs'],
  ];

  it.each(faults)('would be found out if it broke: %s', (rule, from, to) => {
    const faulty = source.replace(from, to);
    expect(faulty).not.toBe(source);
    expect(brokenRules(parseDockerfile(faulty))).toContain(rule);
  });

  it('has no rule that no fault shows to hold', () => {
    expect(faults.map(([rule]) => rule)).toEqual(ruleNames);
  });
});

/** An address of this machine that is not where most would look. */
const otherAddress = Object.values(networkInterfaces()).some((list) =>
  list?.some(({ address }) => address === '::1'),
)
  ? '::1'
  : '127.0.0.2';

/** Root may become the user of the image; anybody else is one without rights already. */
const isRoot = process.getuid?.() === 0;
const node = isRoot
  ? { uid: 1000, gid: 1000 }
  : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
const who = isRoot ? 'another user without rights' : 'this user, who is not root';

describe(`its steps, done in a clean directory and run by ${who}`, () => {
  let image: Built;
  let dir: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'maildrone-image-'));
    await chmod(dir, 0o755);
    image = await performDockerfile({
      stages: parseDockerfile(source),
      context: root,
      ignored: (await readFile(join(root, '.dockerignore'), 'utf8')).split('\n').filter(Boolean),
      dir,
      node,
    });
    // The base brings it to where every user may run it.
    await mkdir(dirname(nodeProgram()), { recursive: true });
    await copyFile(process.execPath, nodeProgram());
    await run('chmod', ['-R', 'a-w', image.at('/app')]).finished;
  }, 240_000);
  afterAll(async () => {
    await run('chmod', ['-R', 'u+w', dir]).finished;
    await rm(dir, { recursive: true, force: true });
  });

  const nodeProgram = () => image.at('/usr/local/bin/node');

  /** A command of the image, as its user, with its environment and nothing of ours. */
  function start(command: readonly string[], env: Record<string, string>) {
    const [program = '', ...args] = command;
    return run(program === 'node' ? nodeProgram() : program, args, {
      cwd: image.at(image.workdir),
      env: { ...image.env, MAILDRONE_EMULATOR_DATA: image.at('/data'), PATH: process.env.PATH, ...env },
      ...(isRoot ? node : {}),
    });
  }

  it('hold the program and nothing that built it', async () => {
    expect((await readdir(image.at('/app'))).sort()).toEqual(['LICENSE', 'dist', 'fixtures', 'package.json']);
    await expect(access(image.at('/app/node_modules'))).rejects.toThrow('ENOENT');
  });

  it('leave it nothing to write to but its data', async () => {
    const { code, stderr } = await start(['sh', '-c', 'touch x dist/x dist/cli.cjs'], {}).finished;
    expect(code).not.toBe(0);
    expect(stderr.match(/denied/g)).toHaveLength(3);
    expect((await start(['touch', image.at('/data/x')], {}).finished).code).toBe(0);
  });

  it.each([
    ['as it is', '127.0.0.1', {}],
    ['with --ui-auth', '127.0.0.1', { MAILDRONE_EMULATOR_UI_AUTH: 'admin:secret' }],
    [`at ${otherAddress} alone`, otherAddress, {}],
  ])('run, are healthy, stop by SIGTERM and keep their data: %s', async (_kind, host, more) => {
    const port = String(await findFreePort(host));
    const env = {
      MAILDRONE_EMULATOR_HOST: host,
      MAILDRONE_EMULATOR_PORT: port,
      MAILDRONE_EMULATOR_SMTP_PORT: '0',
      ...more,
    };
    const { child, stdout, finished } = start(image.entrypoint, env);
    onTestFinished(() => void child.kill('SIGKILL'));
    await new Promise<void>((resolve, reject) => {
      child.stdout?.on('data', () => stdout().includes('"msg":"ready"') && resolve());
      void finished.then(({ code, stderr }) => reject(new Error(`ended with ${code}: ${stderr}`)));
    });
    expect(await start(image.health, env).finished).toMatchObject({ code: 0, stderr: '' });
    child.kill('SIGTERM');
    expect(await finished).toMatchObject({ code: 0, stderr: '' });
    expect((await start(image.health, env).finished).code).toBe(3);
    await access(image.at('/data/workspaces/default/db.json'));
  });
});
