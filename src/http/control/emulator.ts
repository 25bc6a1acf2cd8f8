import * as z from 'zod';
import { ClockState } from '../../contract/clock.js';
import { SettingRow } from '../../contract/setting.js';
import { Urls } from '../../contract/urls.js';
import { version } from '../../contract/version.js';
import { CreatedWorkspace, WorkspaceState } from '../../contract/workspace.js';
import type { EmulatorApi, Services } from '../../core/services.js';
import { deleted, deletedReply } from '../routing/deleted.js';
import { read, write } from './control-route.js';

/** The emulator as a whole, seen from one workspace. */
const Info = z.object({
  version: z.string(),
  urls: Urls,
  ports: z.object({ http: z.int(), smtp: z.int() }),
  api_key: z.string().nullable(),
  settings: z.record(z.string(), z.unknown()),
  setting_rows: z.array(SettingRow),
  workspace: WorkspaceState,
  workspaces: z.array(WorkspaceState),
  clock: ClockState,
});

const portsOf = ({ http, smtp }: { http: string; smtp: string }) => ({
  http: Number(new URL(http).port),
  smtp: Number(new URL(smtp).port),
});

/** Settings that calls change in a workspace, as they are there. */
function changedSettings({ simulation, limits }: Services) {
  const { profile, speed, seed } = simulation.current();
  const { mode, monthly_quota } = limits.current();
  return {
    simulation: profile,
    simulationSpeed: speed,
    seed,
    rateLimits: mode,
    monthlyQuota: monthly_quota,
  };
}

function rowsInForce(rows: readonly SettingRow[], services: Services): SettingRow[] {
  const changed = changedSettings(services);
  const values: Partial<Record<string, SettingRow['value']>> = {
    ...changed,
    simulation: changed.simulation.name,
  };
  return rows.map((row) => {
    const value = values[row.name];
    return value === undefined || value === row.value ? row : { ...row, value, source: 'call' };
  });
}

const infoOf = (emulator: EmulatorApi, services: Services): z.output<typeof Info> => ({
  version,
  urls: emulator.urls(),
  ports: portsOf(emulator.urls()),
  api_key: services.id === 'default' ? emulator.exampleKey() : null,
  settings: { ...emulator.settings(), ...changedSettings(services) },
  setting_rows: rowsInForce(emulator.settingRows(), services),
  workspace: { id: services.id, counts: services.counts() },
  workspaces: emulator.list().map(({ id, counts }) => ({ id, counts: counts() })),
  clock: services.clock.state(),
});

export const emulatorRoutes = [
  read(
    {
      path: '/health',
      summary: 'Whether the process is up',
      reply: z.object({ status: z.literal('up'), version: z.string() }),
    },
    () => ({ data: { status: 'up' as const, version } }),
  ),
  read(
    {
      path: '/ready',
      summary: 'Whether data is loaded and both ports are open (503 before)',
      reply: z.object({ ready: z.boolean() }),
    },
    ({ emulator }) => ({ status: emulator.isReady() ? 200 : 503, data: { ready: emulator.isReady() } }),
  ),
  read(
    {
      path: '/info',
      summary:
        'Version, addresses, settings in force, each with its flag, environment variable, default and source, and what the workspace holds',
      reply: Info,
    },
    ({ emulator, services }) => ({ data: infoOf(emulator, services) }),
  ),
  read(
    {
      path: '/workspaces',
      summary: 'All workspaces, newest first',
      reply: z.array(WorkspaceState),
    },
    ({ emulator }) => ({ data: emulator.list().map(({ id, counts }) => ({ id, counts: counts() })) }),
  ),
  write(
    {
      method: 'POST',
      path: '/workspaces',
      summary: 'Make a fresh workspace; its key is shown this once',
      body: z.strictObject({}),
      bodyOptional: true,
      reply: CreatedWorkspace,
      status: 201,
    },
    async ({ emulator }) => ({ data: await emulator.create() }),
  ),
  write(
    {
      method: 'DELETE',
      path: '/workspaces/{id}',
      summary: 'Drop a workspace whole',
      reply: deletedReply(z.string()),
    },
    async ({ emulator, params }) => {
      await emulator.drop(params.id);
      return deleted(params.id);
    },
  ),
  write(
    {
      method: 'POST',
      path: '/reset',
      summary: 'Empty the workspace, or fill it as at the start; keys and endpoints stay unless `all`',
      body: z.strictObject({
        to: z.enum(['empty', 'fixtures'], { error: 'Expected "empty" or "fixtures"' }).default('empty'),
        all: z.boolean().default(false),
      }),
      bodyOptional: true,
      reply: WorkspaceState,
    },
    async ({ services, emulator, body }) => {
      if (body.to === 'fixtures') await emulator.seeding.configured(services, body.all);
      else await services.reset(body.all);
      return { data: { id: services.id, counts: services.counts() } };
    },
  ),
];
