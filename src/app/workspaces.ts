import { join } from 'node:path';
import type { Settings } from '../config/settings.js';
import { AppError, notFound } from '../contract/errors.js';
import type { WorkspaceId } from '../contract/ids.js';
import type { KeyRecord } from '../contract/key.js';
import { systemTimers } from '../core/time/clock.js';
import type { Logger } from '../contract/logger.js';
import { systemRandom } from '../core/time/random.js';
import type { ApiCaller } from '../core/ports/api-caller.js';
import type { CreatedWorkspace } from '../contract/workspace.js';
import type { Services } from '../core/services.js';
import type { MailRoute, OutgoingMail } from './outgoing-mail.js';
import { throwFirst } from './throw-first.js';
import { packageFile } from './package-file.js';
import { openPlayReceiver } from './play-receiver.js';
import { createMailReader } from '../smtp/parser/parse.js';
import { bloomHasher } from '../store/search/bloom-filters.js';
import { StoreFileError } from '../store/files/store-file-error.js';
import { dropWorkspaceFolder, listWorkspaces } from '../store/files/workspace-folder.js';
import { openWorkspace } from './workspace.js';
import type { Workspace } from './workspace.js';

export interface WorkspacesDeps {
  settings: Settings;
  log: Logger;
  /** The start of tracking links; known once the HTTP server listens. */
  publicUrl(): string;
  outgoingMail: OutgoingMail;
  /** Calls our own `/v2`. */
  callApi: ApiCaller;
}

/** All workspaces of one emulator. */
export interface Workspaces {
  /** Opens the default workspace and those in the data directory. Rejects with the reason of `stopping`. */
  openAll(stopping?: AbortSignal): Promise<void>;
  get(id: string): Workspace | undefined;
  /** Newest first. */
  list(): Services[];
  /** The workspace that has a key with this digest; where several have it, one in which it works. */
  findKey(digest: string): { services: Services; key: KeyRecord } | null;
  create(): Promise<CreatedWorkspace>;
  drop(id: string): Promise<void>;
  resume(): void;
  stop(): Promise<void>;
}

/** Whether a workspace has a key that works, or makes its tracking links with a secret. */
const has = ({ services, secret }: Workspace, what: { digest: string } | { secret: string }): boolean =>
  'digest' in what ? services.keys.find(what.digest)?.revoked_at === null : secret() === what.secret;

interface OpenWorkspace {
  workspace: Workspace;
  route: MailRoute;
}

const openedAtOnce = 8;

/** Workspaces in the order in which they were made, the default one first. */
function sortByCreation(opened: Map<string, OpenWorkspace>): void {
  const sorted = [...opened].sort(
    ([a, one], [b, other]) =>
      Number(b === 'default') - Number(a === 'default') ||
      one.workspace.createdAt() - other.workspace.createdAt(),
  );
  opened.clear();
  for (const [id, entry] of sorted) opened.set(id, entry);
}

const cannotMake = ({ message }: StoreFileError): AppError =>
  new AppError('INTERNAL_SERVER_ERROR', `The workspace cannot be made: ${message}`, {
    issue: 'Expected a writable data directory',
  });

export function createWorkspaces({
  settings,
  log,
  publicUrl,
  outgoingMail,
  callApi,
}: WorkspacesDeps): Workspaces {
  const opened = new Map<string, OpenWorkspace>();
  const reader = createMailReader({
    threadFile: packageFile('dist/parser-worker.js'),
    bloomHasher,
    timers: systemTimers,
  });
  const dirOf = (id: string) => (settings.memory ? null : join(settings.data, 'workspaces', id));

  async function open(id: WorkspaceId): Promise<Workspace> {
    const route = outgoingMail.openRoute(id);
    const workspace = await openWorkspace({
      id,
      dir: dirOf(id),
      settings,
      publicUrl,
      outgoingMail: route,
      reader,
      callApi,
      openReceiver: openPlayReceiver,
      timers: systemTimers,
      random: systemRandom,
      log,
      isTaken: (what) => [...opened].some(([other, { workspace: its }]) => other !== id && has(its, what)),
    }).catch((error: unknown) => {
      route.close();
      throw error;
    });
    opened.set(id, { workspace, route });
    return workspace;
  }

  /** Opens some at a time, since each waits for the disk most of its time. All of them have ended when it settles. */
  async function openEach(ids: readonly WorkspaceId[], stopping: AbortSignal | undefined): Promise<void> {
    const left = ids.values();
    const openNext = async () => {
      for (const id of left) {
        stopping?.throwIfAborted();
        await open(id);
      }
    };
    throwFirst(await Promise.allSettled(Array.from({ length: openedAtOnce }, openNext)));
  }

  async function drop(id: string): Promise<void> {
    if (id === 'default') {
      throw new AppError('INVALID_REQUEST', 'The default workspace cannot be dropped', {
        field: 'id',
        issue: 'Expected a workspace made by a call; POST /_emulator/reset empties the default one',
      });
    }
    const entry = opened.get(id);
    if (!entry) throw notFound('workspace', id);
    opened.delete(id);
    try {
      await close(entry, { dropped: true });
    } finally {
      // It is gone for this process, so it must not come back at the next start.
      const dir = dirOf(id);
      if (dir !== null) await dropWorkspaceFolder(dir);
    }
  }

  async function close({ workspace, route }: OpenWorkspace, options = { dropped: false }): Promise<void> {
    try {
      await workspace.stop(options);
    } finally {
      route.close();
    }
  }

  return {
    async openAll(stopping) {
      await open('default');
      if (settings.memory) return;
      await openEach(await listWorkspaces(join(settings.data, 'workspaces')), stopping);
      sortByCreation(opened);
    },
    get: (id) => opened.get(id)?.workspace,
    list: () => [...opened.values()].map(({ workspace }) => workspace.services).reverse(),
    findKey(digest) {
      let revoked: ReturnType<Workspaces['findKey']> = null;
      for (const { workspace } of opened.values()) {
        const key = workspace.services.keys.find(digest);
        if (key?.revoked_at === null) return { services: workspace.services, key };
        if (key) revoked ??= { services: workspace.services, key };
      }
      return revoked;
    },
    async create() {
      let id: WorkspaceId = `ws_${systemRandom.base36(8)}`;
      while (opened.has(id)) id = `ws_${systemRandom.base36(8)}`;
      const workspace = await open(id).catch(async (error: unknown) => {
        const dir = dirOf(id);
        if (dir !== null) await dropWorkspaceFolder(dir).catch(() => undefined);
        throw error instanceof StoreFileError ? cannotMake(error) : error;
      });
      const key = workspace.services.keys.createInitial();
      workspace.resume();
      await workspace.services.durable();
      return { id, api_key: key, smtp: { user: id, pass: key } };
    },
    drop,
    resume: () => {
      for (const { workspace } of opened.values()) workspace.resume();
    },
    async stop() {
      const ends = await Promise.allSettled([...opened.values()].map((entry) => close(entry)));
      opened.clear();
      await reader.stop();
      throwFirst(ends);
    },
  };
}
