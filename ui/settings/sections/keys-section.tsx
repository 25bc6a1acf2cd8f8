import { useState } from 'preact/hooks';
import type { LiveFrame } from '../../../src/contract/frame.js';
import type { ApiKey, Permission } from '../../../src/contract/key.js';
import { ActButton } from '../../shell/act-button.js';
import { Chip } from '../../shell/chip.js';
import type { PageProps } from '../../shell/page.js';
import { exactWords } from '../../words/time-words.js';
import { Loaded, onSubmit, Part, Section, TextInput } from '../parts.js';
import { Question } from '../question.js';
import { ShownOnce } from '../shown-once.js';
import { useAct } from '../use-act.js';
import type { Act } from '../use-act.js';
import { useResource } from '../use-resource.js';
import { isolated } from '../../words/isolated.js';

const permissionWords: Record<Permission, string> = {
  'contacts:read': 'read contacts',
  'contacts:write': 'change contacts',
  'campaigns:read': 'read campaigns',
  'campaigns:write': 'change campaigns',
  'campaigns:send': 'send campaigns',
  'analytics:read': 'read stats',
};
const permissions = Object.keys(permissionWords) as Permission[];

const isKey = (frame: LiveFrame): boolean => frame.type === 'changed' && frame.tables.includes('keys');

/** The keys of the workspace: made, shown once, revoked. */
export function KeysSection(props: PageProps) {
  const keys = useResource<ApiKey[]>(props, '/keys', { isNews: isKey });
  const { act, isBusy } = useAct(props, keys.reload);
  return (
    <Section
      title="Keys"
      lead="Each opens /v2 of this workspace. Only digests are kept, so a key can be read once, when it is made."
    >
      <NewKey {...props} act={act} isBusy={isBusy} />
      <Part title="Keys of this workspace">
        <Loaded of={keys}>
          {(rows) =>
            rows.length === 0 ? (
              <p class="muted">No key: every call of /v2 is a 401.</p>
            ) : (
              <ul class="set-list">
                {rows.map((key) => (
                  <KeyItem key={key.id} apiKey={key} act={act} control={props.control} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Part>
    </Section>
  );
}

function KeyItem({ apiKey, act, control }: { apiKey: ApiKey; act: Act; control: PageProps['control'] }) {
  const { id, name, hint, created_at, revoked_at } = apiKey;
  const isAll = permissions.every((permission) => apiKey.permissions.includes(permission));
  return (
    <li>
      <div class="set-name">
        <span>
          <bdi>{name}</bdi> <code class="muted">…{hint}</code>
        </span>
        <span class="muted" title={apiKey.permissions.join(', ')}>
          {isAll ? 'All permissions' : apiKey.permissions.join(', ')}
        </span>
        <span class="muted">Made {exactWords(created_at)}</span>
      </div>
      {revoked_at === null ? (
        <Question
          word="Revoke"
          label={`Revoke ${isolated(name)}`}
          title={`Revoke key “${isolated(name)}”?`}
          text="Calls with it are refused from now on. This cannot be undone."
          action="Revoke the key"
          onConfirm={() =>
            void act(() => control.change('DELETE', `/keys/${id}`), `Key “${isolated(name)}” is revoked`)
          }
        />
      ) : (
        <Chip tiny state="bounced" title={exactWords(revoked_at)}>
          revoked
        </Chip>
      )}
    </li>
  );
}

function NewKey({ control, clip, act, isBusy }: PageProps & { act: Act; isBusy: boolean }) {
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<readonly Permission[]>(permissions);
  const [secret, setSecret] = useState<string | null>(null);
  const create = async () => {
    const body = { name: name.trim() === '' ? null : name.trim(), permissions: chosen };
    const created = await act(() => control.change<{ key: string }>('POST', '/keys', body));
    if (created) setSecret(created.key);
    return created !== null;
  };
  const toggle = (permission: Permission) =>
    setChosen((held) =>
      held.includes(permission) ? held.filter((other) => other !== permission) : [...held, permission],
    );
  return (
    <form class="set-form" onSubmit={onSubmit(create)} onReset={() => setName('')}>
      <TextInput
        label="Name of a new key"
        field="name"
        value={name}
        placeholder="what it is for"
        onInput={setName}
      />
      <fieldset class="set-checks">
        <legend>It may</legend>
        {permissions.map((permission) => (
          <label key={permission} title={permission}>
            <input
              type="checkbox"
              checked={chosen.includes(permission)}
              onChange={() => toggle(permission)}
            />
            {permissionWords[permission]}
          </label>
        ))}
      </fieldset>
      <ActButton
        type="submit"
        class="button"
        isOff={isBusy || chosen.length === 0}
        title={chosen.length === 0 ? 'A key may do at least one thing' : undefined}
      >
        Make a key
      </ActButton>
      {secret !== null && (
        <ShownOnce title="The key, shown this once" values={[['Key', secret]]} clip={clip} />
      )}
    </form>
  );
}
