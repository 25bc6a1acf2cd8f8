import { Icon } from '../icons.js';
import type { Info } from './info.js';

export interface WorkspaceSwitchProps {
  workspace: string;
  info: Info | null;
  openWorkspace(id: string): void;
}

/** Which workspace all pages are about. Its menu is the system's own, which opens at every width. */
export function WorkspaceSwitch({ workspace, info, openWorkspace }: WorkspaceSwitchProps) {
  const known = info?.workspaces.map(({ id }) => id) ?? [];
  const ids = known.includes(workspace) ? known : [workspace, ...known];
  return (
    <label class="switch" title={`Workspace: ${workspace}`}>
      <Icon name="workspace" />
      <span class="switch-word">Workspace</span>
      <select
        aria-label="Workspace"
        value={workspace}
        onChange={({ currentTarget }) => {
          const { value } = currentTarget;
          // It shows another one when that is open: an unsaved form may keep this one.
          currentTarget.value = workspace;
          openWorkspace(value);
        }}
      >
        {ids.map((id) => (
          <option key={id} value={id}>
            {id}
          </option>
        ))}
      </select>
    </label>
  );
}
