export interface WorkspaceMissingProps {
  workspace: string;
  openWorkspace(id: string): void;
}

/** In place of a page where the address names a workspace that is not there. */
export const WorkspaceMissing = ({ workspace, openWorkspace }: WorkspaceMissingProps) => (
  <main class="page-body">
    <div class="absent">
      <h1>
        There is no workspace <bdi class="mono">{workspace}</bdi>
      </h1>
      <p class="muted">It was dropped, or it was in the memory of an emulator that was stopped.</p>
      <button type="button" class="button" onClick={() => openWorkspace('default')}>
        Open the default workspace
      </button>
    </div>
  </main>
);
