import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { envNameOf, resolveSettings, settingNames } from '../src/config/settings.js';
import { controlTable } from '../src/http/route-tables.js';
import { settingsTable } from '../src/config/settings-table.js';
import { bundledFixtures } from '../src/store/transfer/fixture-files.js';

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const bundled = await bundledFixtures(join(root, 'fixtures'));

/** The table as the settings have it. */
function expectedTable(): string {
  const rows = settingNames.map((name) => {
    const { flag, placeholder, shown, help } = settingsTable[name] as {
      flag: string;
      placeholder?: string;
      shown: string;
      help: string;
    };
    const argument = placeholder ? ` ${placeholder.replaceAll('|', '\\|')}` : '';
    return `| \`--${flag}${argument}\` | ${shown} | ${help} | \`${envNameOf(flag)}\` |`;
  });
  return ['| flag | default | | environment |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

it('shows the settings as they are', () => {
  const shown = /<!-- settings -->\n([\s\S]*?)\n<!-- \/settings -->/.exec(readme)?.[1];
  expect(shown).toBe(expectedTable());
});

it('shows pictures that are there', () => {
  const pictures = [...readme.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, path]) => path ?? '');
  expect(pictures.length).toBeGreaterThan(0);
  for (const path of pictures) expect(readFileSync(join(root, path)).length).toBeGreaterThan(10_000);
});

it.each(bundled)('shows a picture of the data set %s in at most 150 KB', (name) => {
  const path = `ui/pictures/${name}.png`;
  expect(readme).toContain(`](${path})`);
  expect(statSync(join(root, path)).size).toBeLessThan(150_000);
});

it.each(['express', 'fastify', 'next', 'node'])('shows the %s receiver as it is tested', (name) => {
  const source = readFileSync(join(import.meta.dirname, 'receivers', `${name}.js`), 'utf8').trimEnd();
  expect(readme).toContain(`\`\`\`js\n${source}\n\`\`\``);
});

it('shows the test of the vitest project as it is run', () => {
  const source = readFileSync(join(root, 'test/examples/vitest/test/newsletter.test.ts'), 'utf8').trimEnd();
  expect(readme).toContain(`\`\`\`ts\n${source}\n\`\`\``);
});

it('links to files and folders that are there', () => {
  const links = [...readme.matchAll(/[^!]\[[^\]]+\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path ?? '');
  expect(links).toContain('test/examples/parallel');
  expect(links.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

it('names no environment variable that no setting reads', () => {
  const named = new Set(readme.match(/MAILDRONE_EMULATOR_[A-Z_]*[A-Z]/g));
  const known = new Set(settingNames.map((name) => envNameOf(settingsTable[name].flag)));
  expect([...named].filter((name) => !known.has(name))).toEqual([]);
});

const blocksOf = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(
    ([, code]) => code ?? '',
  );

it('shows TypeScript that can be parsed', () => {
  const blocks = blocksOf('ts');
  expect(blocks.length).toBeGreaterThan(2);
  for (const block of blocks) {
    const { diagnostics } = ts.transpileModule(block, {
      reportDiagnostics: true,
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    expect(diagnostics?.map(({ messageText }) => messageText)).toEqual([]);
  }
});

interface Service {
  image: string;
  ports: string[];
  environment?: Record<string, string>;
  env?: Record<string, string>;
  volumes?: string[];
}
interface Documents {
  services?: { maildrone: Service; app: { environment: Record<string, string>; depends_on: unknown } };
  jobs?: { test: { services: { maildrone: Service }; env: Record<string, string> } };
}

const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const [compose, workflow] = blocksOf('yaml').map((block) => parseYaml(block) as Documents);

it.each([
  ['compose file', compose?.services?.maildrone, compose?.services?.app.environment],
  ['workflow', workflow?.jobs?.test.services.maildrone, workflow?.jobs?.test.env],
])('shows a %s that goes with the image and the settings', (_kind, service, app) => {
  const exposed = /^EXPOSE (.+)$/m.exec(dockerfile)?.[1]?.split(' ');
  expect(service?.ports.map((port) => port.split(':').at(-1))).toEqual(exposed);
  expect(() => resolveSettings({}, service?.environment ?? service?.env)).not.toThrow();
  expect(service?.environment ?? service?.env).toBeDefined();
  const { port, smtpPort, apiKey } = resolveSettings({}, {});
  expect(new URL(app?.['MAILDRONE_BASE_URL'] ?? '')).toMatchObject({ port: `${port}`, pathname: '/v2' });
  expect(new URL(app?.['SMTP_URL'] ?? '').port).toBe(`${smtpPort}`);
  expect(apiKey).toContain(app?.['MAILDRONE_API_KEY']);
});

it('waits for the health of the image, and keeps what the image keeps', () => {
  expect(compose?.services?.app.depends_on).toEqual({ maildrone: { condition: 'service_healthy' } });
  expect(dockerfile).toMatch(/^HEALTHCHECK /m);
  const volume = /^VOLUME (\S+)$/m.exec(dockerfile)?.[1];
  expect(compose?.services?.maildrone.volumes).toEqual([`maildrone:${volume}`]);
});

it('lets Testcontainers wait for a route that is there', () => {
  const waited = /Wait\.forHttp\('([^']+)'/.exec(readme)?.[1];
  expect(controlTable.routes.map(({ path }) => `/_emulator${path}`)).toContain(waited);
});
