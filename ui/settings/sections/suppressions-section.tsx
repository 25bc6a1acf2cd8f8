import { useState } from 'preact/hooks';
import type { LiveFrame } from '../../../src/contract/frame.js';
import type { Suppression } from '../../../src/contract/suppression.js';
import { ActButton } from '../../shell/act-button.js';
import type { PageProps } from '../../shell/page.js';
import { exactWords, relativeWords } from '../../words/time-words.js';
import { Choice, Loaded, onSubmit, Part, Section, TextInput } from '../parts.js';
import { useAct } from '../use-act.js';
import type { Act } from '../use-act.js';
import { useResource } from '../use-resource.js';
import { isolated } from '../../words/isolated.js';

const reasonWords: Record<Suppression['reason'], string> = {
  bounced: 'hard bounce',
  complained: 'complaint',
  manual: 'by hand',
};
const reasons = (['manual', 'bounced', 'complained'] as const).map((value) => ({
  value,
  word: reasonWords[value],
}));

/** Suppressions, and mails that are gone, to which theirs may belong. */
const isNews = (frame: LiveFrame): boolean =>
  frame.type === 'message_removed' || (frame.type === 'changed' && frame.tables.includes('suppressions'));
/** As many rows are drawn; a search finds the others. */
const drawn = 200;

/** The addresses that campaigns leave out. */
export function SuppressionsSection(props: PageProps) {
  const list = useResource<Suppression[]>(props, '/suppressions', { isNews });
  const { act, isBusy } = useAct(props, list.reload);
  return (
    <Section
      title="Suppressions"
      lead="Addresses that campaigns leave out: after a hard bounce, a complaint, or because they were added here."
    >
      <NewSuppression {...props} act={act} isBusy={isBusy} />
      <Part title="Suppressed addresses">
        <Loaded of={list}>
          {(rows) => <SuppressionList {...props} rows={rows} act={act} isBusy={isBusy} />}
        </Loaded>
      </Part>
    </Section>
  );
}

interface ActProps extends PageProps {
  act: Act;
  isBusy: boolean;
}

function NewSuppression({ control, act, isBusy }: ActProps) {
  const [address, setAddress] = useState('');
  const [reason, setReason] = useState<Suppression['reason']>('manual');
  const add = async () => {
    const body = { address: address.trim(), reason };
    const added = await act(
      () => control.change<Suppression>('POST', '/suppressions', body),
      ({ address: kept }) => `Campaigns leave ${kept} out`,
    );
    return added !== null;
  };
  return (
    <form class="set-form set-inline" onSubmit={onSubmit(add)} onReset={() => setAddress('')}>
      <TextInput label="Address" field="address" type="email" required value={address} onInput={setAddress} />
      <Choice label="Reason" value={reason} choices={reasons} onChoose={setReason} />
      <ActButton type="submit" class="button" isOff={isBusy}>
        Suppress
      </ActButton>
    </form>
  );
}

function SuppressionList({ rows, control, now, show, act, isBusy }: ActProps & { rows: Suppression[] }) {
  const [text, setText] = useState('');
  const found = rows.filter(({ address }) => address.includes(text.trim().toLowerCase()));
  const lift = async ({ address, reason }: Suppression) => {
    const lifted = await act(() =>
      control.change<Suppression>('DELETE', `/suppressions/${encodeURIComponent(address)}`),
    );
    if (!lifted) return;
    const undo = () => void act(() => control.change('POST', '/suppressions', { address, reason }));
    show(`Campaigns go to ${isolated(address)} again`, 'plain', undo);
  };
  if (rows.length === 0) return <p class="muted">No address is suppressed.</p>;
  return (
    <>
      {rows.length > 10 && <TextInput label="Find an address" type="search" value={text} onInput={setText} />}
      <p class="muted">
        {found.length.toLocaleString()} {found.length === 1 ? 'address' : 'addresses'}
        {found.length > drawn && `, the newest ${drawn} shown`}
      </p>
      <ul class="set-list">
        {found.slice(0, drawn).map((row) => (
          <li key={row.address}>
            <div class="set-name">
              <bdi>{row.address}</bdi>
              <span class="muted">
                {reasonWords[row.reason]},{' '}
                <time dateTime={row.since} title={exactWords(row.since)}>
                  {relativeWords(row.since, now)}
                </time>
                {row.message_kept && (
                  <>
                    , <a href={`#/inbox/${row.message_id}`}>the mail</a>
                  </>
                )}
              </span>
            </div>
            <ActButton
              class="button quiet small"
              isOff={isBusy}
              aria-label={`Lift ${isolated(row.address)}`}
              onClick={() => void lift(row)}
            >
              Lift
            </ActButton>
          </li>
        ))}
      </ul>
    </>
  );
}
