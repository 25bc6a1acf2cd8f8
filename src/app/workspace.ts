import type { WorkspaceId } from '../contract/ids.js';
import { createVirtualClock } from '../core/time/clock.js';
import type { Services } from '../core/services.js';
import { createRuntimeState } from '../core/workspace/runtime-state.js';
import { createLive } from '../projections/live.js';
import type { Live } from '../projections/live.js';
import { startGeneration } from './generation.js';
import type { GenerationDeps } from './generation.js';
import { createStateTransfer } from './state-transfer.js';
import { openFileBlobs } from '../store/mail/file-blobs.js';
import { createMemoryBlobs } from '../store/mail/blobs.js';
import { createMemoryTexts, openMailTexts } from '../store/search/mail-texts.js';
import { createMemorySnapshots, openSnapshots } from '../store/transfer/snapshots.js';
import { openStore } from '../store/store.js';
import type { GenerationServices, WorkspaceDeps } from './compose-services.js';

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
async function openWorkspaceResources(deps: WorkspaceDeps): Promise<GenerationDeps> {
  const { dir, random, timers, settings, log } = deps;
  const store = await openStore({ dir, random, timers, log });
  const clock = createVirtualClock(timers, store.meta.get('clock'));
  store.useClock(clock);
  if (!store.meta.get('workspace')) {
    const identity = { id: 'workspace' as const, created_at: clock.now(), secret: random.hex(32) };
    store.commit((tx) => tx.put('meta', identity));
  }
  const blobs =
    dir === null
      ? createMemoryBlobs()
      : await openFileBlobs(dir, store.meta.get('mail')?.folder ?? 'mail', log);
  // Before anything new comes in, or it would look like mail that nobody has.
  await blobs.sweep((message) => store.messages.get(message)?.removed === false);
  const text = dir === null ? createMemoryTexts() : await openMailTexts(dir, log);
  const runtimeState = createRuntimeState({
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
    runtimeState,
    returnPathSecret: random.hex(32),
    isPinned: () => false,
  };
}

/** The services of whatever run is on, under one face. */
function currentServices(
  current: () => GenerationServices,
  more: Omit<Services, keyof GenerationServices>,
): Services {
  const face = { ...more } as Services;
  for (const name of Object.keys(current()) as (keyof GenerationServices)[])
    Object.defineProperty(face, name, { enumerable: true, get: () => current()[name] });
  return face;
}

export async function openWorkspace(deps: WorkspaceDeps): Promise<Workspace> {
  const { id, dir, log } = deps;
  const snapshots = dir === null ? createMemorySnapshots() : await openSnapshots(dir, log);
  const parts = { ...(await openWorkspaceResources(deps)), isPinned: snapshots.isPinned };
  const { store, blobs, text } = parts;
  let generationNumber = 0;
  let generation = startGeneration(parts, generationNumber);
  let isRunning = false;

  /** In one turn: what comes before it sees and writes the former state, what comes after it the new one. */
  function swapState(change: () => void): () => Promise<void> {
    const former = generation;
    store.requireWritable();
    former.end();
    change();
    generationNumber += 1;
    generation = startGeneration(parts, generationNumber);
    if (isRunning) generation.resume();
    live.replaced();
    return former.drained;
  }
  const stateTransfer = createStateTransfer({
    ...parts,
    snapshots,
    swapState,
    services: () => generation.services,
  });
  const services = currentServices(() => generation.services, stateTransfer.services);
  const live = createLive({ id, store, clockState: () => services.clock.state() });
  return {
    id,
    services,
    live,
    secret: () => store.meta.get('workspace')?.secret ?? '',
    resume() {
      isRunning = true;
      generation.resume();
    },
    async stop(options = { dropped: false }) {
      await stateTransfer.isIdle();
      await generation.stop(options);
      live.stop();
      await blobs.close();
      await store.close({ checkpoint: !options.dropped });
      await text.close();
    },
  };
}
