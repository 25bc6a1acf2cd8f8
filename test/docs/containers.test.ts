import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { resolveSettings } from '../../src/config/settings.js';
import { controlTable } from '../../src/http/route-tables.js';
import { blocksOf, pageOf, root } from '../support/pages.js';

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

const page = pageOf('docs/containers.md');
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const [compose, workflow] = blocksOf(page)
  .filter(({ language }) => language === 'yaml')
  .map(({ code }) => parseYaml(code) as Documents);

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

it('shows a docker run that mounts the volume and publishes the ports of the image', () => {
  const command = /^docker run .*$/m.exec(page.text)?.[0] ?? '';
  expect(command).toContain(`-v maildrone:${/^VOLUME (\S+)$/m.exec(dockerfile)?.[1]} `);
  const ports = /^EXPOSE (.+)$/m.exec(dockerfile)?.[1]?.split(' ') ?? [];
  expect(ports).not.toEqual([]);
  for (const port of ports) expect(command).toContain(`-p ${port}:${port} `);
});

it('lets Testcontainers wait for a route that is there', () => {
  const waited = /Wait\.forHttp\('([^']+)'/.exec(page.text)?.[1];
  expect(controlTable.routes.map(({ path }) => `/_emulator${path}`)).toContain(waited);
});
