import { useState } from 'preact/hooks';
import type { SnapshotInfo } from '../../../src/contract/snapshot.js';
import { ActButton } from '../../shell/act-button.js';
import type { PageProps } from '../../shell/page.js';
import { countWords } from '../../words/count-words.js';
import { sizeWords } from '../../words/size-words.js';
import { exactWords } from '../../words/time-words.js';
import { Loaded, onSubmit, Part, Section, TextInput } from '../parts.js';
import { Question } from '../question.js';
import { useAct } from '../use-act.js';
import type { Act } from '../use-act.js';
import { useResource } from '../use-resource.js';

const pathOf = (name: string): string => `/snapshots/${encodeURIComponent(name)}`;

/** Named states of the workspace. */
export function SnapshotsSection(props: PageProps) {
  const { control } = props;
  const list = useResource<SnapshotInfo[]>(props, '/snapshots', { looks: true });
  const { act, isBusy } = useAct(props, list.reload);
  const [name, setName] = useState('');
  const save = async () => {
    const saved = await act(
      () => control.change<SnapshotInfo>('PUT', pathOf(name.trim()), {}),
      ({ name: kept }) => `Snapshot “${kept}” is saved`,
    );
    return saved !== null;
  };
  return (
    <Section
      title="Snapshots"
      lead="The whole workspace under a name, its clock and pending mail included, to go back to before each test."
    >
      <form class="set-form set-inline" onSubmit={onSubmit(save)} onReset={() => setName('')}>
        <TextInput
          label="Name"
          field="name"
          hint="1 to 64 letters, digits, dots, dashes or underscores, the first a letter or digit; a name that is taken is replaced"
          required
          value={name}
          onInput={setName}
        />
        <ActButton type="submit" class="button" isOff={isBusy}>
          Save a snapshot
        </ActButton>
      </form>
      <Part title="Kept snapshots">
        <Loaded of={list}>
          {(rows) =>
            rows.length === 0 ? (
              <p class="muted">No snapshot yet.</p>
            ) : (
              <ul class="set-list">
                {rows.map((snapshot) => (
                  <SnapshotItem key={snapshot.name} {...{ snapshot, act, isBusy, control }} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Part>
    </Section>
  );
}

interface SnapshotItemProps {
  snapshot: SnapshotInfo;
  act: Act;
  isBusy: boolean;
  control: PageProps['control'];
}

function SnapshotItem({
  snapshot: { name, created_at, counts, size },
  act,
  isBusy,
  control,
}: SnapshotItemProps) {
  return (
    <li>
      <div class="set-name">
        <bdi class="mono">{name}</bdi>
        <span class="muted">
          {countWords(counts.messages, 'mail')} · {countWords(counts.contacts, 'contact')} · {sizeWords(size)}
        </span>
        <span class="muted">Clock {exactWords(created_at)}</span>
      </div>
      <Question
        word="Restore"
        label={`Restore ${name}`}
        disabled={isBusy}
        title={`Go back to snapshot “${name}”?`}
        text="What the workspace holds now is replaced, its clock included."
        action="Restore"
        onConfirm={() =>
          void act(
            () => control.change('POST', `${pathOf(name)}/restore`, {}),
            `The workspace is as in snapshot “${name}”`,
          )
        }
      />
      <Question
        word="Delete"
        label={`Delete ${name}`}
        disabled={isBusy}
        title={`Delete snapshot “${name}”?`}
        text="The snapshot goes; the workspace stays as it is."
        action="Delete the snapshot"
        onConfirm={() =>
          void act(() => control.change('DELETE', pathOf(name)), `Snapshot “${name}” is deleted`)
        }
      />
    </li>
  );
}
