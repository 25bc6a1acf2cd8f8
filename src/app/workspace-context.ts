import { setMaxListeners } from 'node:events';
import type { Settings } from '../config/settings.js';
import type { AppError } from '../contract/errors.js';
import type { Logger } from '../contract/logger.js';
import type { MessageId, WorkspaceId } from '../contract/ids.js';
import type { ApiCaller } from '../core/ports/api-caller.js';
import type { OpenPlayReceiver } from '../core/ports/play-receiver.js';
import type { MailReader } from '../core/ports/mail-reader.js';
import { createVirtualClock } from '../core/time/clock.js';
import type { Timers, VirtualClock } from '../core/time/clock.js';
import { endCutOffPlay } from '../core/workspace/before-play.js';
import { endCutOffMove } from '../core/time/cut-off-move.js';
import type { Random } from '../core/time/random.js';
import { createRuntimeState } from '../core/workspace/runtime-state.js';
import type { RuntimeState } from '../core/workspace/runtime-state.js';
import { closeOnFailure } from '../store/files/close-on-failure.js';
import { createMemoryBlobs } from '../store/mail/blobs.js';
import type { KeptBlobs } from '../store/mail/blobs.js';
import { openFileBlobs } from '../store/mail/file-blobs.js';
import { createMemoryTexts, openMailTexts } from '../store/search/mail-texts.js';
import type { MailTexts } from '../store/search/mail-texts.js';
import { openStore } from '../store/store.js';
import type { OpenStore } from '../store/store.js';
import { createMemorySnapshots, openSnapshots } from '../store/transfer/snapshots.js';
import type { Snapshots } from '../store/transfer/snapshots.js';
import type { MailRoute } from './outgoing-mail.js';
import { throwFirst } from './throw-first.js';

/** What a workspace is given to start with. */
export interface WorkspaceDeps {
  id: WorkspaceId;
  /** The directory of its files; null keeps nothing. */
  dir: string | null;
  settings: Settings;
  /** The start of tracking links; known once the HTTP server listens. */
  publicUrl(): string;
  outgoingMail: MailRoute;
  reader: MailReader;
  callApi: ApiCaller;
  openReceiver: OpenPlayReceiver;
  timers: Timers;
  random: Random;
  log: Logger;
  /** Whether another workspace has this key, not revoked, or this secret of tracking links. */
  isTaken(what: { digest: string } | { secret: string }): boolean;
}

/** One workspace as its parts see it: what it was given, and what outlives a generation. Each function names what it takes. */
export interface WorkspaceContext extends WorkspaceDeps {
  store: OpenStore;
  clock: VirtualClock;
  blobs: KeptBlobs;
  text: MailTexts;
  snapshots: Snapshots;
  runtimeState: RuntimeState;
  /** Aborted, with the reason, when the workspace is closed. */
  ended: AbortSignal;
  /** Ends every wait in the workspace with this reason. */
  end(reason: AppError): void;
  /** Signs the return paths of our own mail, in this process. */
  returnPathSecret: string;
}

/** The files of a workspace that are open; those of an opening under way may be absent. */
type OpenFiles = Pick<WorkspaceContext, 'store'> & Partial<Pick<WorkspaceContext, 'blobs' | 'text'>>;

/** Closes all of them, also where one fails. */
export async function closeFiles(
  { store, blobs, text }: OpenFiles,
  options: { checkpoint: boolean },
): Promise<void> {
  const ends: PromiseSettledResult<unknown>[] = [];
  for (const close of [() => blobs?.close(), () => store.close(options), () => text?.close()]) {
    const [end] = await Promise.allSettled([close()]);
    ends.push(end);
  }
  throwFirst(ends);
}

/** Opens the files of a workspace. Rejects with a StoreFileError where they cannot be used; nothing is left open then. */
export async function openWorkspaceContext(deps: WorkspaceDeps): Promise<WorkspaceContext> {
  const { dir, random, timers, log } = deps;
  // First: it finds out whether the folder is one of ours.
  const store = await openStore({ dir, random, timers, log });
  const files: OpenFiles = { store };
  const open = async (): Promise<WorkspaceContext> => {
    const clock = createVirtualClock(timers, store.meta.get('clock'));
    store.useClock(clock);
    endCutOffPlay(store, clock, timers);
    endCutOffMove(store, clock, timers);
    const isNew = store.seq === 0;
    ensureIdentity(store, { now: clock.now(), secret: random.hex(32) });
    const snapshots = dir === null ? createMemorySnapshots() : await openSnapshots(dir, log);
    const blobs = await openBlobs(store, { ...deps, isNew });
    files.blobs = blobs;
    const text = dir === null ? createMemoryTexts() : await openMailTexts(dir, log);
    files.text = text;
    const closing = new AbortController();
    const ended = closing.signal;
    // Each wait listens: many at once are no leak, of which Node would warn.
    setMaxListeners(0, ended);
    const runtimeState = openRuntimeState({ ...deps, store, clock, ended });
    const opened = { store, clock, blobs, text, snapshots, runtimeState, ended };
    return { ...deps, ...opened, end: (reason) => closing.abort(reason), returnPathSecret: random.hex(32) };
  };
  return closeOnFailure(() => closeFiles(files, { checkpoint: false }), open);
}

/** A new workspace gets the secret that its tracking links are made with. */
function ensureIdentity(store: OpenStore, { now, secret }: { now: number; secret: string }): void {
  if (store.meta.get('workspace')) return;
  store.commit((tx) => tx.put('meta', { id: 'workspace', created_at: now, secret, inherited: [] }));
}

async function openBlobs(
  store: OpenStore,
  { dir, log, isNew }: WorkspaceDeps & { isNew: boolean },
): Promise<KeptBlobs> {
  if (dir === null) return createMemoryBlobs();
  const known = new Map<MessageId, number>();
  for (const { id, size, stored, removed } of store.messages.list())
    if (stored && !removed) known.set(id, size);
  const current = store.meta.get('mail')?.folder ?? 'mail';
  return openFileBlobs({ dir, current, known, isNew, log });
}

const openRuntimeState = ({
  id,
  settings,
  store,
  clock,
  timers,
  ended,
  random,
}: WorkspaceDeps & Pick<WorkspaceContext, 'store' | 'clock' | 'ended'>): RuntimeState =>
  createRuntimeState({
    workspace: id,
    store,
    settings: { mode: settings.rateLimits, monthly_quota: settings.monthlyQuota },
    clock,
    timers,
    ended,
    random,
    seed: () => store.meta.get('simulation')?.seed ?? settings.seed,
  });
