import * as z from 'zod';
import { invalidField } from '../../contract/errors.js';
import { exportMark, SkippedRow } from '../../contract/snapshot.js';
import { toIso } from '../../contract/time.js';
import { readRest, streamBytes } from '../routing/body.js';
import { route } from '../routing/route.js';
import { Counts } from './emulator.js';

const maxImport = 2 * 1024 * 1024 * 1024;

/** Shown in the document; the reader checks each record by itself, as it comes in. */
const ExportFile = z
  .looseObject({ [exportMark]: z.int().min(1), version: z.int().min(1) })
  .meta({ id: 'ExportFile' });

const fileName = (id: string, now: number): string =>
  `maildrone-${id}-${toIso(now).replaceAll(':', '').replace('Z', '')}.json`;

export const transferRoutes = [
  route(
    {
      method: 'GET',
      path: '/export',
      summary: 'The whole workspace as one file, raw mail and secrets of endpoints included',
      permission: null,
      access: 'read',
      documented: false,
      reply: null,
    },
    ({ services }) => ({
      stream: services.exportAll(),
      type: 'application/json; charset=utf-8',
      headers: { 'Content-Disposition': `attachment; filename="${fileName(services.id, services.now())}"` },
    }),
  ),
  route(
    {
      method: 'POST',
      path: '/import',
      summary:
        'Put an export in the place of the whole workspace; with a fault in it nothing is changed. `replace=false` takes it into an empty workspace only',
      permission: null,
      access: 'write',
      documented: false,
      query: z.strictObject({
        replace: z.enum(['true', 'false'], { error: 'Expected true or false' }).default('true'),
      }),
      body: ExportFile,
      streamed: true,
      maxBody: maxImport,
      reply: z.object({ id: z.string(), counts: Counts, skipped: z.array(SkippedRow) }),
    },
    async ({ services, request, query }) => {
      try {
        if (query.replace === 'false' && !services.fixtures.isEmpty())
          throw invalidField('replace', 'Expected true: the workspace is not empty');
        const { skipped } = await services.importAll(streamBytes(request, maxImport));
        return { data: { id: services.id, counts: services.counts(), skipped } };
      } catch (error) {
        // The client is still writing: it reads the answer when it is done.
        await readRest(request).catch(() => undefined);
        throw error;
      }
    },
  ),
];
