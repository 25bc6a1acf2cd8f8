import { useState } from 'preact/hooks';
import type { CreatedWorkspace, WorkspaceState } from '../../../src/contract/workspace.js';
import { ActButton } from '../../shell/act-button.js';
import { Chip } from '../../shell/chip.js';
import type { PageProps } from '../../shell/page.js';
import { countWords } from '../../words/count-words.js';
import { Loaded, Part, Section } from '../parts.js';
import { Question } from '../question.js';
import { ShownOnce } from '../shown-once.js';
import { useAct } from '../use-act.js';
import { useResource } from '../use-resource.js';

const holdingsOf = ({ counts }: WorkspaceState): string =>
  [
    countWords(counts.messages, 'mail'),
    countWords(counts.contacts, 'contact'),
    countWords(counts.campaigns, 'campaign'),
  ].join(' · ');

/** Isolated users of the one process: made, opened, dropped. */
export function WorkspacesSection(props: PageProps) {
  const { control, clip, info } = props;
  const list = useResource<WorkspaceState[]>(props, '/workspaces', { looks: true });
  const { act, isBusy } = useAct(props, list.reload);
  const [created, setCreated] = useState<CreatedWorkspace | null>(null);
  const make = async () => {
    const workspace = await act(() => control.change<CreatedWorkspace>('POST', '/workspaces', {}));
    if (workspace) setCreated(workspace);
  };
  return (
    <Section
      title="Workspaces"
      lead="Each has its own contacts, campaigns, mail, keys, faults and clock; nothing crosses. A test worker or a colleague takes one."
    >
      <div class="set-buttons">
        <ActButton class="button" isOff={isBusy} onClick={() => void make()}>
          Make a workspace
        </ActButton>
      </div>
      {created && (
        <ShownOnce
          title={`Workspace ${created.id}: its credentials, shown this once`}
          values={[
            ['Key of /v2', created.api_key],
            ['SMTP user', created.smtp.user],
            ['SMTP password', created.smtp.pass],
          ]}
          clip={clip}
        />
      )}
      <Part title="All workspaces">
        <Loaded of={list}>
          {(rows) => (
            <ul class="set-list">
              {rows.map((workspace) => (
                <WorkspaceItem
                  key={workspace.id}
                  workspace={workspace}
                  isOpen={workspace.id === info?.workspace.id}
                  onDrop={() =>
                    void act(
                      () => control.change('DELETE', `/workspaces/${workspace.id}`),
                      `${workspace.id} is dropped`,
                    )
                  }
                />
              ))}
            </ul>
          )}
        </Loaded>
      </Part>
    </Section>
  );
}

interface WorkspaceItemProps {
  workspace: WorkspaceState;
  isOpen: boolean;
  onDrop(): void;
}

function dropHint({ id }: WorkspaceState, isOpen: boolean): string | undefined {
  if (id === 'default') return 'The default workspace stays: reset empties it';
  return isOpen ? 'This one is open: open another first' : undefined;
}

function WorkspaceItem({ workspace, isOpen, onDrop }: WorkspaceItemProps) {
  const { id } = workspace;
  const hint = dropHint(workspace, isOpen);
  return (
    <li>
      <div class="set-name">
        <span>
          <bdi class="mono">{id}</bdi>{' '}
          {isOpen && (
            <Chip tiny state="opened">
              open
            </Chip>
          )}
        </span>
        <span class="muted">{holdingsOf(workspace)}</span>
      </div>
      {!isOpen && (
        <a class="button quiet small" href={`?workspace=${encodeURIComponent(id)}#/inbox`}>
          Open
        </a>
      )}
      <Question
        word="Drop"
        label={`Drop ${id}`}
        disabled={hint !== undefined}
        hint={hint}
        title={`Drop ${id}?`}
        text={`All of it goes: ${holdingsOf(workspace)}, its keys and snapshots. This cannot be undone.`}
        action="Drop the workspace"
        onConfirm={onDrop}
      />
    </li>
  );
}
