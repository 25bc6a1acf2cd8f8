import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    packedFolder: string;
  }
}

/** A folder for the installed tarball that all tests of a run share, far from the sources. The first test fills it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'maildrone-packed-'));
  project.provide('packedFolder', folder);
  return () => rm(folder, { recursive: true, force: true });
}
