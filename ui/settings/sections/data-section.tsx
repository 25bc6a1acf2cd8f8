import { useState } from 'preact/hooks';
import type { DataSetInfo } from '../../../src/contract/fixture.js';
import { Confirm } from '../../shell/dialogs/confirm.js';
import { Icon } from '../../shell/late-icons.js';
import type { Info } from '../../shell/workspace/info.js';
import type { PageProps } from '../../shell/page.js';
import { countWords } from '../../words/count-words.js';
import { Loaded, Part, Section } from '../parts.js';
import { Question } from '../question.js';
import { useAct } from '../use-act.js';
import type { Act } from '../use-act.js';
import { useResource } from '../use-resource.js';
import { isolated } from '../../words/isolated.js';

const timeoutMs = 10_000;

const isEmpty = ({ workspace: { counts } }: Info): boolean =>
  counts.contacts + counts.campaigns + counts.messages === 0;

type Loadable = { name: string } | { fixture: unknown } | { csv: string };
type Filled = { counts: Info['workspace']['counts'] };

const filledWords = ({ counts }: Filled): string =>
  `Loaded: ${countWords(counts.contacts, 'contact')}, ${countWords(counts.campaigns, 'campaign')}, ${countWords(counts.messages, 'mail')}`;

const load = (control: PageProps['control'], act: Act, what: Loadable, replace: boolean) =>
  act(() => control.change<Filled>('POST', '/fixtures', { ...what, replace }), filledWords);

/** What the workspace can be filled with. */
export function DataSection(props: PageProps) {
  const { control, info } = props;
  const sets = useResource<DataSetInfo[]>(props, '/fixtures');
  const { act, isBusy } = useAct(props, () => undefined);
  return (
    <Section
      title="Data sets"
      lead="Contacts, campaigns and their history. One is loaded into an empty workspace, or in place of what it holds."
    >
      <Loaded of={sets}>
        {(rows) => (
          <ul class="set-list">
            {rows.map(({ name, description }) => (
              <li key={name}>
                <div class="set-name">
                  <b>{name}</b>
                  <span class="muted">{description}</span>
                </div>
                <LoadButton
                  name={name}
                  isEmpty={info !== null && isEmpty(info)}
                  isBusy={isBusy}
                  onLoad={(replace) => void load(control, act, { name }, replace)}
                />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {isBusy && <p class="muted set-late">Loading…</p>}
      <Part title="Files">
        <div class="set-buttons">
          <FileButton {...props} act={act} isBusy={isBusy} />
          <a class="button" href={control.address('/export')} download>
            <Icon name="download" size={14} /> Download the whole workspace
          </a>
        </div>
        <p class="muted">A JSON data set, or a CSV file of contacts with a heading line.</p>
      </Part>
    </Section>
  );
}

const replacement = (name: string) => ({
  title: `Replace all with ${name}?`,
  text: 'Contacts, campaigns and mail of this workspace go; keys and endpoints stay. This cannot be undone.',
  action: 'Replace all',
});

interface LoadButtonProps {
  name: string;
  isEmpty: boolean;
  isBusy: boolean;
  onLoad(replace: boolean): void;
}

const LoadButton = ({ name, isEmpty: isFree, isBusy, onLoad }: LoadButtonProps) =>
  isFree ? (
    <button
      type="button"
      class="button small"
      disabled={isBusy}
      aria-label={`Load ${name}`}
      onClick={() => onLoad(false)}
    >
      Load
    </button>
  ) : (
    <Question
      word="Replace all"
      label={`Replace all with ${name}`}
      disabled={isBusy}
      hint="The workspace is not empty: what it holds goes first"
      {...replacement(name)}
      onConfirm={() => onLoad(true)}
    />
  );

/** What a file holds; null where it is neither JSON nor CSV. */
async function readSet(file: File): Promise<Loadable | null> {
  const text = await file.text();
  if (/\.csv$/i.test(file.name)) return { csv: text };
  try {
    return { fixture: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}

/** Loads a file that is chosen; asks first where the workspace holds something. */
function FileButton({ control, show, act, isBusy }: PageProps & { act: Act; isBusy: boolean }) {
  const [asked, ask] = useState<{ name: string; set: Loadable } | null>(null);
  const take = async (file: File) => {
    const name = isolated(file.name);
    const set = await readSet(file);
    if (set === null) return show(`${name} is neither JSON nor CSV`, 'bad');
    // What the page knows may be some moments old.
    const info = await act(() => control.data<Info>('/info', AbortSignal.timeout(timeoutMs)));
    if (info && isEmpty(info)) void load(control, act, set, false);
    else if (info) ask({ name, set });
  };
  return (
    <>
      <label class={`button set-file ${isBusy ? 'off' : ''}`}>
        Load a file
        <input
          type="file"
          accept=".json,.csv"
          class="hidden"
          disabled={isBusy}
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            if (file) void take(file);
            currentTarget.value = '';
          }}
        />
      </label>
      {asked && (
        <Confirm
          {...replacement(asked.name)}
          onCancel={() => ask(null)}
          onConfirm={() => {
            ask(null);
            void load(control, act, asked.set, true);
          }}
        />
      )}
    </>
  );
}
