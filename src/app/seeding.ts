import { SettingsError } from '../config/settings-error.js';
import { dataSets, isDataSet } from '../contract/data-sets.js';
import { AppError, invalidField } from '../contract/errors.js';
import type { DataSetInfo } from '../contract/fixture.js';
import type { Logger } from '../contract/logger.js';
import { needsPackage } from '../contract/needs-package.js';
import { pathOfField } from '../contract/json/json-place.js';
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
  /** The folder of the data sets that come with the package; null where it is not there. */
  dir: string | null;
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
  await services.importAll(pieces(), { isLoading: true }).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.details.field === undefined) throw error;
    // A template is checked when all lines are read: its field names the record.
    const { line, field, issue = error.message } = error.details;
    throw new FixtureError(path, typeof line === 'number' ? line : null, `${field}: ${issue}`);
  });
}

/** A data set as it was read, with what to throw for a fault of one of its fields (`contacts[3].email`). */
type Given = Pick<ReadFixture, 'fixture'> & { errorAt(field: string, issue: string): Error };

/** Turns the 400 of a field of a data set into the error that names its place. */
async function placed({ errorAt }: Given, work: () => void | Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AppError) || !error.details.field) throw error;
    throw errorAt(error.details.field, error.details.issue ?? error.message);
  }
}

const check = ({ fixtures }: Services, given: Given): Promise<void> =>
  placed(given, () => fixtures.check(given.fixture));

const load = ({ fixtures }: Services, given: Given, stopping?: AbortSignal): Promise<void> =>
  placed(given, () => fixtures.load(given.fixture, stopping));

/** The bundled data sets with what each says of itself, read when they are first asked for. */
function createBundled(dir: string | null): () => Promise<DataSetInfo[]> {
  let described: Promise<DataSetInfo[]> | null = null;
  return () => (described ??= describeAll(dir));
}

async function describeAll(dir: string | null): Promise<DataSetInfo[]> {
  if (dir === null)
    throw new AppError('RESOURCE_NOT_FOUND', `The list of data sets ${needsPackage}`, {
      field: 'path',
      issue: 'Expected the installed package, which has the data sets',
    });
  return Promise.all(
    dataSets.map(async (name) => {
      return { name, description: await descriptionOf(name, dir) };
    }),
  );
}

function refuseReset(error: unknown): never {
  if (!(error instanceof FixtureError)) throw error;
  throw invalidField(
    'to',
    `Expected "empty", or data sets of --fixture that can be loaded: ${error.message}`,
  );
}

/** Loads a data set of a call, after its check: a faulty one must not cost the present data. */
async function put(services: Services, given: Given, replace: boolean): Promise<void> {
  await check(services, given);
  await placed(given, () => services.fixtures.requireFreeKeys(given.fixture));
  await services.loadWhole(() => load(services, given), { reset: replace ? { all: false } : null });
}

export interface StartSeeding extends Seeding {
  /**
   * Loads the data sets of the settings into a workspace that is empty, or that `force` empties. Rejects with a FixtureError,
   * or with the reason of `stopping`: the workspace is as it was before then.
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
  async function checkAll(services: Services, sources: readonly Source[]): Promise<void> {
    for (const source of sources) if (!isExport(source)) await check(services, source.fixture);
  }
  async function loadAll(services: Services, sources: readonly Source[], stopping?: AbortSignal) {
    const note = (name: string) => log('info', `fixture ${name} is loaded`, { ...services.counts() });
    for (const source of sources) {
      if (isExport(source)) await importFile(services, source.exported, stopping);
      else await load(services, source.fixture, stopping);
      note(isExport(source) ? source.exported : source.fixture.name);
    }
  }
  return {
    bundled: createBundled(dir),
    async named(services, name, replace) {
      // By name alone: a call must not make the emulator read files of its choice.
      if (!isDataSet(name)) throw invalidField('name', `Expected one of ${dataSets.join(', ')}`);
      const fixture = await readFixture(name, dir).catch((error: unknown) => {
        throw error instanceof MissingFixtureError ? invalidField('name', error.message) : error;
      });
      await put(services, fixture, replace);
    },
    async csv(services, text, replace) {
      const refuse = (error: unknown) => {
        throw error instanceof FixtureError ? invalidField('csv', error.message) : error;
      };
      const fixture = await readCsv('contacts.csv', text).catch(refuse);
      await put(services, fixture, replace).catch(refuse);
    },
    async given(services, value, replace) {
      const result = await parseFixture(value, createPace());
      const fault = (path: readonly PropertyKey[], issue: string) =>
        invalidField(['fixture', ...path].join('.'), issue);
      if ('fault' in result) throw fault(result.fault.path, result.fault.issue);
      const errorAt = (field: string, issue: string) => fault(pathOfField(field), issue);
      await put(services, { fixture: result.fixture, errorAt }, replace);
    },
    async configured(services, all) {
      if (configured.length === 0)
        throw invalidField('to', 'Expected "empty": no --fixture was given at the start');
      // Before the reset: a file that is gone or faulty by now must not cost the present data.
      const sources = await readConfigured().catch(refuseReset);
      await checkAll(services, sources).catch(refuseReset);
      await services.loadWhole(() => loadAll(services, sources), { reset: { all } }).catch(refuseReset);
    },
    async atStart(services, { force, stopping }) {
      if (configured.length === 0) return;
      // Before the reset, which takes a while to undo.
      const read = await readConfigured().catch((error: unknown) => {
        throw error instanceof MissingFixtureError ? new SettingsError(`--fixture: ${error.message}`) : error;
      });
      const isEmpty = services.fixtures.isEmpty();
      if (!isEmpty && !force)
        return log('info', 'the workspace is not empty: no fixture is loaded (--fixture-force replaces)');
      if (!isEmpty) await checkAll(services, read);
      const reset = isEmpty ? null : { all: false };
      await services.loadWhole(() => loadAll(services, read, stopping), { reset });
    },
  };
}
