import * as z from 'zod';
import { exportMark, SkippedRow } from '../../contract/snapshot.js';
import { toIso } from '../../contract/time.js';
import { WorkspaceState } from '../../contract/workspace.js';
import { readRest } from '../routing/body.js';
import type { Call } from '../routing/route.js';
import { read, write } from './control-route.js';
import { requireRoom } from './fixtures.js';

const maxImport = 2 * 1024 * 1024 * 1024;

/** Shown in the document; the reader checks each record by itself, as it comes in. */
const ExportFile = z
  .looseObject({ [exportMark]: z.int().min(1), version: z.int().min(1) })
  .meta({ id: 'ExportFile' });

/** An export holds a mail at a time, as it was sent and as JSON. */
const weightOfExport = 24 * 1024 * 1024;

const fileName = (id: string, now: number): string =>
  `maildrone-${id}-${toIso(now).replaceAll(':', '').replace('Z', '')}.json`;

type ImportCall = Pick<Call<string, unknown, unknown>, 'services' | 'request' | 'stream'>;

async function takeImport({ services, request, stream }: ImportCall, replace: boolean) {
  try {
    requireRoom(services, replace);
    return await services.importAll(stream());
  } catch (error) {
    // The client is still writing: it reads the answer when it is done.
    await readRest(request).catch(() => undefined);
    throw error;
  }
}

export const transferRoutes = [
  read(
    {
      path: '/export',
      summary: 'The whole workspace as one file, raw mail and secrets of endpoints included',
      reply: null,
      bytes: { types: ['application/json'], schema: ExportFile },
      weight: () => weightOfExport,
    },
    ({ services }) => ({
      stream: services.exportAll(),
      type: 'application/json; charset=utf-8',
      headers: { 'Content-Disposition': `attachment; filename="${fileName(services.id, services.now())}"` },
    }),
  ),
  write(
    {
      method: 'POST',
      path: '/import',
      summary:
        'Put an export in the place of the whole workspace; with a fault in it nothing is changed. `replace=false` takes it into an empty workspace only',
      query: z.strictObject({
        replace: z.enum(['true', 'false'], { error: 'Expected true or false' }).default('true'),
      }),
      body: ExportFile,
      streamed: true,
      maxBody: maxImport,
      reply: WorkspaceState.extend({ skipped: z.array(SkippedRow) }),
    },
    async (call) => {
      const { skipped } = await takeImport(call, call.query.replace === 'true');
      const { services } = call;
      return { data: { id: services.id, counts: services.counts(), skipped } };
    },
  ),
];
