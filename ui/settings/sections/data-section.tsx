import { useState } from 'preact/hooks';
import type { DataSetInfo } from '../../../src/contract/fixture.js';
import { ActButton } from '../../shell/act-button.js';
import { Confirm } from '../../shell/dialogs/confirm.js';
import { Icon } from '../../shell/late-icons.js';
import { CallError, reasonOf } from '../../shell/workspace/control.js';
import type { Info } from '../../shell/workspace/info.js';
import type { PageProps } from '../../shell/page.js';
import { countWords } from '../../words/count-words.js';
import { Loaded, Part, Section } from '../parts.js';
import { Question } from '../question.js';
import { useAct } from '../use-act.js';
import { useResource } from '../use-resource.js';
import { isolated } from '../../words/isolated.js';

const timeoutMs = 10_000;

const isEmpty = ({ workspace: { counts } }: Info): boolean =>
  counts.contacts + counts.campaigns + counts.messages === 0;

type Loadable = { name: string } | { fixture: unknown } | { csv: string };
type Filled = { counts: Info['workspace']['counts'] };

const filledWords = ({ counts }: Filled): string =>
  `Loaded: ${countWords(counts.contacts, 'contact')}, ${countWords(counts.campaigns, 'campaign')}, ${countWords(counts.messages, 'mail')}`;

/** What could not be loaded, and why. */
interface Refusal {
  name: string;
  reasons: readonly string[];
}

/** Each fault with its place in the file, as far as it has one. */
function reasonsOf(error: unknown): readonly string[] {
  if (!(error instanceof CallError)) return [reasonOf(error)];
  return error.issues.map(({ field, issue }) => {
    const place = field.replace(/^(?:fixture|csv)(?:\.|$)/, '');
    // The emulator knows no name of the file.
    const said = issue.replace(/^contacts\.csv:(\d+): /, 'line $1: ');
    return place === '' ? said : `${isolated(place)}: ${said}`;
  });
}

/** Loads a data set into the workspace; what was refused stands until the next try. */
function useLoading({ control, show }: PageProps) {
  const { act, isBusy } = useAct({ show }, () => undefined);
  const [refusal, refuse] = useState<Refusal | null>(null);
  const load = (name: string, what: Loadable, replace: boolean) => {
    refuse(null);
    void act(
      () =>
        control.change<Filled>('POST', '/fixtures', { ...what, replace }).catch((error: unknown) => {
          refuse({ name, reasons: reasonsOf(error) });
          throw new Error(`${isolated(name)} was not loaded`);
        }),
      filledWords,
    );
  };
  return { act, isBusy, refusal, refuse, load };
}
type Loading = ReturnType<typeof useLoading>;

/** What the workspace can be filled with. */
export function DataSection(props: PageProps) {
  const { control, info } = props;
  const sets = useResource<DataSetInfo[]>(props, '/fixtures');
  const loading = useLoading(props);
  const { isBusy, refusal } = loading;
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
                  onLoad={(replace) => loading.load(name, { name }, replace)}
                />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {isBusy && <p class="muted set-late">Loading…</p>}
      {refusal && (
        <div class="notice state-bounced" role="alert">
          <Icon name="warning" />
          <div>
            {refusal.reasons.map((reason) => (
              <p key={reason}>
                <bdi>{refusal.name}</bdi>: <bdi>{reason}</bdi>
              </p>
            ))}
          </div>
        </div>
      )}
      <Part title="Files">
        <div class="set-buttons">
          <FileButton {...props} loading={loading} />
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
    <ActButton class="button small" isOff={isBusy} aria-label={`Load ${name}`} onClick={() => onLoad(false)}>
      Load
    </ActButton>
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
function FileButton({ control, loading }: PageProps & { loading: Loading }) {
  const { act, isBusy, load, refuse } = loading;
  const [asked, ask] = useState<{ name: string; set: Loadable } | null>(null);
  const take = async (file: File) => {
    const { name } = file;
    refuse(null);
    const set = await readSet(file);
    if (set === null) return refuse({ name, reasons: ['this is neither JSON nor CSV'] });
    // What the page knows may be some moments old.
    const info = await act(() => control.data<Info>('/info', AbortSignal.timeout(timeoutMs)));
    if (info && isEmpty(info)) load(name, set, false);
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
          onClick={(event) => {
            // Off as an `ActButton` is.
            if (isBusy) event.preventDefault();
          }}
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            if (file) void take(file);
            currentTarget.value = '';
          }}
        />
      </label>
      {asked && (
        <Confirm
          {...replacement(isolated(asked.name))}
          onCancel={() => ask(null)}
          onConfirm={() => {
            ask(null);
            load(asked.name, asked.set, true);
          }}
        />
      )}
    </>
  );
}
