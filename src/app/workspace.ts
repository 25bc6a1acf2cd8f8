import { AppError, stoppedWhileWaiting } from '../contract/errors.js';
import type { WorkspaceId } from '../contract/ids.js';
import type { Services } from '../core/services.js';
import { closeOnFailure } from '../store/files/close-on-failure.js';
import { logCalls } from '../projections/console.js';
import { createLive } from '../projections/live.js';
import type { Live } from '../projections/live.js';
import type { GenerationServices } from './compose-services.js';
import { startGeneration } from './generation.js';
import { createStateTransfer } from './state-transfer.js';
import { closeFiles, openWorkspaceContext } from './workspace-context.js';
import type { WorkspaceContext, WorkspaceDeps } from './workspace-context.js';

/** One isolated world: its own store, clock, chance and services. */
export interface Workspace {
  id: WorkspaceId;
  /** One object for good; each service is that of the generation at the moment of the call. */
  services: Services;
  live: Live;
  createdAt(): number;
  /** The secret that its tracking links are made with. */
  secret(): string;
  /** Resumes the work that a stop interrupted; call when the servers listen. */
  resume(): void;
  /** `dropped` where its files are deleted anyway. */
  stop(options?: { dropped: boolean }): Promise<void>;
}

/** Services that are read from the current generation at each use. */
function currentServices(
  current: () => GenerationServices,
  lasting: Omit<Services, keyof GenerationServices>,
): Services {
  const services = { ...lasting } as Services;
  for (const name of Object.keys(current()) as (keyof GenerationServices)[])
    Object.defineProperty(services, name, { enumerable: true, get: () => current()[name] });
  return services;
}

/** Undocumented: we chose that a call that waits in a workspace ends with it, at once. */
const endOf = (id: WorkspaceId, dropped: boolean): AppError =>
  dropped
    ? new AppError('RESOURCE_NOT_FOUND', `The workspace ${id} was dropped while this waited`, {
        field: 'workspace',
        issue: 'Expected the id of an existing workspace',
      })
    : new AppError('NOT_READY', stoppedWhileWaiting);

/** Rejects with a StoreFileError where the files of the workspace cannot be used; nothing is left open then. */
export async function openWorkspace(deps: WorkspaceDeps): Promise<Workspace> {
  const context = await openWorkspaceContext(deps);
  const workspace = await closeOnFailure(
    () => closeFiles(context, { checkpoint: false }),
    () => startWorkspace(context),
  );
  await closeOnFailure(workspace.stop, () => undoCutOffLoading(workspace, context));
  return workspace;
}

async function undoCutOffLoading(
  { id, services }: Workspace,
  { store, log }: Pick<WorkspaceContext, 'store' | 'log'>,
): Promise<void> {
  if (!store.meta.get('loading')) return;
  const what = id === 'default' ? 'the workspace' : `the workspace ${id}`;
  log('warn', `the loading of a data set was cut off: ${what} is empty again`);
  await services.undoLoading();
}

function startWorkspace(context: WorkspaceContext): Workspace {
  const { id, store } = context;
  let generationNumber = 0;
  let generation = startGeneration(context, generationNumber);
  let isRunning = false;

  /** Runs within one turn of the event loop: calls before it use the former state, calls after it the new one. */
  function swapState(change: () => void): () => Promise<void> {
    const former = generation;
    store.requireWritable();
    former.end();
    change();
    generationNumber += 1;
    generation = startGeneration(context, generationNumber);
    if (isRunning) generation.resume();
    live.replaced();
    return former.drained;
  }
  function keepRuntimeState() {
    try {
      context.runtimeState.keep();
    } catch (error) {
      // A disk that is full has said so; the rules themselves are kept.
      context.log('warn', `how often faults of ${id} were injected is not kept: ${(error as Error).message}`);
    }
  }
  const stateTransfer = createStateTransfer({ ...context, swapState, services: () => generation.services });
  const services = currentServices(() => generation.services, stateTransfer.services);
  const { onCall } = context.runtimeState.requests;
  const endCallLog = logCalls(context.runtimeState.requests, context.log);
  const live = createLive({ id, store, clockState: () => services.clock.state(), onCall });
  return {
    id,
    services,
    live,
    createdAt: () => store.meta.get('workspace')?.created_at ?? 0,
    secret: () => store.meta.get('workspace')?.secret ?? '',
    resume() {
      isRunning = true;
      generation.resume();
    },
    async stop(options = { dropped: false }) {
      context.end(endOf(id, options.dropped));
      try {
        await stateTransfer.idle();
        await generation.stop(options);
        if (!options.dropped) keepRuntimeState();
      } finally {
        live.stop(options.dropped ? 'The workspace was dropped' : 'The emulator stops');
        endCallLog();
        await closeFiles(context, { checkpoint: !options.dropped });
      }
    },
  };
}
