import type { WorkspaceId } from '../contract/ids.js';
import { createVirtualClock } from '../core/time/clock.js';
import type { Services } from '../core/services.js';
import { createStanding } from '../core/workspace/runtime-state.js';
import { createLive } from '../projections/live.js';
import type { Live } from '../projections/live.js';
import { startRun } from './generation.js';
import type { RunDeps } from './generation.js';
import { createStates } from './state-transfer.js';
import { openFileBlobs } from '../store/mail/file-blobs.js';
import { createMemoryBlobs } from '../store/mail/blobs.js';
import { createMemoryTexts, openMailTexts } from '../store/search/mail-texts.js';
import { createMemorySnapshots, openSnapshots } from '../store/transfer/snapshots.js';
import { openStore } from '../store/store.js';
import type { RunServices, WorkspaceDeps } from './compose-services.js';

/** One isolated world: its own store, clock, chance and services. */
export interface Workspace {
  id: WorkspaceId;
  /** The same for good; what is asked of it is answered from the state that is in place then. */
  services: Services;
  live: Live;
  /** The secret that its tracking links rest on. */
  secret(): string;
  /** Takes up what a stop cut short; call when the doors are open. */
  resume(): void;
  /** `dropped` where its files are to go anyway. */
  stop(options?: { dropped: boolean }): Promise<void>;
}

/** Opens all that outlives a run: what is kept on disk, and what is in force while the process runs. */
async function openStanding(deps: WorkspaceDeps): Promise<RunDeps> {
  const { dir, random, timers, settings, say } = deps;
  const store = await openStore({ dir, random, timers, say });
  const clock = createVirtualClock(timers, store.meta.get('clock'));
  store.useClock(clock);
  if (!store.meta.get('workspace')) {
    const identity = { id: 'workspace' as const, created_at: clock.now(), secret: random.hex(32) };
    store.commit((tx) => tx.put('meta', identity));
  }
  const blobs =
    dir === null
      ? createMemoryBlobs()
      : await openFileBlobs(dir, store.meta.get('mail')?.folder ?? 'mail', say);
  // Before anything new comes in, or it would look like mail that nobody has.
  await blobs.sweep((message) => store.messages.get(message)?.removed === false);
  const text = dir === null ? createMemoryTexts() : await openMailTexts(dir, say);
  const standing = createStanding({
    settings: { mode: settings.rateLimits, monthly_quota: settings.monthlyQuota },
    clock,
    timers,
    random,
    seed: () => store.meta.get('simulation')?.seed ?? settings.seed,
  });
  return {
    ...deps,
    store,
    clock,
    blobs,
    text,
    standing,
    ticketSecret: random.hex(32),
    isPinned: () => false,
  };
}

/** The services of whatever run is on, under one face. */
function faceOf(current: () => RunServices, more: Omit<Services, keyof RunServices>): Services {
  const face = { ...more } as Services;
  for (const name of Object.keys(current()) as (keyof RunServices)[])
    Object.defineProperty(face, name, { enumerable: true, get: () => current()[name] });
  return face;
}

export async function openWorkspace(deps: WorkspaceDeps): Promise<Workspace> {
  const { id, dir, say } = deps;
  const snapshots = dir === null ? createMemorySnapshots() : await openSnapshots(dir, say);
  const parts = { ...(await openStanding(deps)), isPinned: snapshots.isPinned };
  const { store, blobs, text } = parts;
  let number = 0;
  let run = startRun(parts, number);
  let isRunning = false;

  /** In one turn: what comes before it sees and writes the former state, what comes after it the new one. */
  function renew(change: () => void): () => Promise<void> {
    const former = run;
    store.requireWritable();
    former.end();
    change();
    number += 1;
    run = startRun(parts, number);
    if (isRunning) run.resume();
    live.replaced();
    return former.drained;
  }
  const states = createStates({ ...parts, snapshots, renew, services: () => run.services });
  const services = faceOf(() => run.services, states.services);
  const live = createLive({ id, store, clockState: () => services.clock.state() });
  return {
    id,
    services,
    live,
    secret: () => store.meta.get('workspace')?.secret ?? '',
    resume() {
      isRunning = true;
      run.resume();
    },
    async stop(options = { dropped: false }) {
      await states.quiet();
      await run.stop(options);
      live.stop();
      await blobs.close();
      await store.close({ snapshot: !options.dropped });
      await text.close();
    },
  };
}
