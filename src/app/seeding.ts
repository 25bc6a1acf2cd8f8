import { SettingsError } from '../config/settings-error.js';
import { dataSets, isDataSet } from '../contract/data-sets.js';
import { AppError, invalidField } from '../contract/errors.js';
import type { DataSetInfo } from '../contract/fixture.js';
import type { Logger } from '../contract/logger.js';
import { parseFixture } from '../contract/parse-fixture.js';
import { createPace } from '../core/time/pace.js';
import type { Seeding, Services } from '../core/services.js';
import { isExportFile, streamFile } from '../client/export-source.js';
import {
  descriptionOf,
  FixtureError,
  MissingFixtureError,
  readCsv,
  readFixture,
} from '../store/transfer/fixture-files.js';
import type { ReadFixture } from '../store/transfer/fixture-files.js';

export interface SeedingDeps {
  /** The folder of the data sets that come with the package. */
  dir: string;
  /** The values of `--fixture`: names of data sets, or files. */
  configured: readonly string[];
  log: Logger;
}

/** A data set that is ready to be loaded: a fixture that was read, or the path of an export. */
type Source = { fixture: ReadFixture } | { exported: string };

const isExport = (source: Source): source is { exported: string } => 'exported' in source;

/** An export is a whole state: it replaces the present one. */
async function importFile(services: Services, path: string, stopping?: AbortSignal): Promise<void> {
  async function* pieces() {
    for await (const piece of streamFile(path)) {
      stopping?.throwIfAborted();
      yield piece;
    }
  }
  await services.importAll(pieces()).catch((error: unknown) => {
    if (!(error instanceof AppError) || typeof error.details['line'] !== 'number') throw error;
    const { line, field, issue } = error.details;
    throw new FixtureError(path, line, `${field}: ${issue}`);
  });
}

/** Turns the 400 of a field found while loading into an error that names the file and its line. */
async function load(
  services: Services,
  { fixture, errorAt }: ReadFixture,
  stopping?: AbortSignal,
): Promise<void> {
  await services.fixtures.load(fixture, stopping).catch((error: unknown) => {
    if (!(error instanceof AppError) || !error.details.field) throw error;
    throw errorAt(error.details.field, error.details.issue ?? error.message);
  });
}

/** The bundled data sets with what each says of itself, read when they are first asked for. */
function createBundled(dir: string): () => Promise<DataSetInfo[]> {
  let described: Promise<DataSetInfo[]> | null = null;
  return () => (described ??= describeAll(dir));
}

async function describeAll(dir: string): Promise<DataSetInfo[]> {
  return Promise.all(
    dataSets.map(async (name) => {
      return { name, description: await descriptionOf(name, dir) };
    }),
  );
}

/** All of it, or nothing: what was loaded before a failure is taken away again. */
async function wholly(services: Services, loading: () => Promise<void>): Promise<void> {
  await services.fixtures.marked(loading).catch(async (error: unknown) => {
    await services.undoLoading();
    throw error;
  });
}

export interface StartSeeding extends Seeding {
  /**
   * Loads the data sets of the settings into a workspace that is empty, or that `force` empties. Rejects with a FixtureError,
   * or with the reason of `stopping`: the workspace is empty then, so that the next start loads them whole.
   */
  atStart(services: Services, options: { force: boolean; stopping?: AbortSignal | undefined }): Promise<void>;
}

/** Data sets for workspaces: bundled ones by name, files of the settings, or whole ones of a call. */
export function createSeeding({ dir, configured, log }: SeedingDeps): StartSeeding {
  const open = async (name: string): Promise<Source> =>
    (await isExportFile(name)) ? { exported: name } : { fixture: await readFixture(name, dir) };
  async function readConfigured(): Promise<Source[]> {
    const sources = await Promise.all(configured.map(open));
    const late = sources.slice(1).find(isExport);
    if (late) throw new FixtureError(late.exported, null, 'is an export, which replaces all: name it first');
    return sources;
  }
  async function loadAll(services: Services, sources: readonly Source[], stopping?: AbortSignal) {
    const note = (name: string) => log('info', `fixture ${name} is loaded`, { ...services.counts() });
    const fixtures: ReadFixture[] = [];
    for (const source of sources) {
      if (!isExport(source)) fixtures.push(source.fixture);
      else {
        await importFile(services, source.exported, stopping);
        note(source.exported);
      }
    }
    await wholly(services, async () => {
      for (const fixture of fixtures) {
        await load(services, fixture, stopping);
        note(fixture.name);
      }
    });
  }
  return {
    bundled: createBundled(dir),
    async named(services, name, replace) {
      // By name alone: a call must not make the emulator read files of its choice.
      if (!isDataSet(name)) throw invalidField('name', `Expected one of ${dataSets.join(', ')}`);
      const fixture = await readFixture(name, dir);
      if (replace) await services.reset(false);
      await wholly(services, () => load(services, fixture));
    },
    async csv(services, text, replace) {
      const refuse = (error: unknown) => {
        throw error instanceof FixtureError ? invalidField('csv', error.message) : error;
      };
      const fixture = await readCsv('contacts.csv', text).catch(refuse);
      if (replace) await services.reset(false);
      await wholly(services, () => load(services, fixture)).catch(refuse);
    },
    async given(services, value, replace) {
      const result = await parseFixture(value, createPace());
      if ('fault' in result) {
        const { path, issue } = result.fault;
        throw invalidField(['fixture', ...path].join('.'), issue);
      }
      // After the check: a faulty data set must not cost the present data.
      if (replace) await services.reset(false);
      await wholly(services, () => services.fixtures.load(result.fixture));
    },
    async configured(services, all) {
      if (configured.length === 0)
        throw invalidField('to', 'Expected "empty": no --fixture was given at the start');
      // Before the reset: a file that is gone or faulty by now must not cost the present data.
      const sources = await readConfigured();
      await services.reset(all);
      await loadAll(services, sources);
    },
    async atStart(services, { force, stopping }) {
      if (configured.length === 0) return;
      // Before the reset: a faulty file must not cost the present data.
      const read = await readConfigured().catch((error: unknown) => {
        throw error instanceof MissingFixtureError ? new SettingsError(`--fixture: ${error.message}`) : error;
      });
      if (!services.fixtures.isEmpty()) {
        if (!force)
          return log('info', 'the workspace is not empty: no fixture is loaded (--fixture-force replaces)');
        await services.reset(false);
      }
      await loadAll(services, read, stopping);
    },
  };
}
