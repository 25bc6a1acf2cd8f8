import { useRef, useState } from 'preact/hooks';
import type { CreatedFault, NewFault } from '../../src/contract/fault.js';
import type { ApiCall } from '../../src/contract/request.js';
import { reasonOf } from '../shell/workspace/control.js';
import { Icon } from '../shell/late-icons.js';
import type { PageProps } from '../shell/page.js';
import { isolated } from '../words/isolated.js';

/** What may be made of the next call, in the words of its button. */
const failures: readonly { word: string; fault: NewFault }[] = [
  { word: '500 error', fault: { respond: { status: 500 } } },
  { word: '429 limit', fault: { respond: { status: 429, headers: { 'Retry-After': '30' } } } },
  { word: '401 key', fault: { respond: { status: 401 } } },
  { word: 'dropped connection', fault: { socket: 'reset' } },
  { word: '5 s delay', fault: { delay: '5s' } },
];

/** The pattern of a call's route: parts of a path that name a record stand for any. */
const patternOf = ({ route, path }: ApiCall): string =>
  (route?.replace(/^\S+ /, '') ?? path).replace(/\{[^}]*\}/g, '*');

/** A fault for the next call of the same route, so that the application's own handling of it can be seen. */
export function FailNext({ control, show, call }: PageProps & { call: ApiCall }) {
  const [isOpen, setOpen] = useState(false);
  const path = patternOf(call);
  const opener = useRef<HTMLButtonElement | null>(null);
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  async function add(word: string, fault: NewFault) {
    close();
    try {
      const rule = { match: { method: call.method, path }, times: 1, ...fault };
      const { id } = await control.change<CreatedFault>('POST', '/faults', rule);
      const undo = () => void control.change('DELETE', `/faults/${id}`).catch(() => undefined);
      show(`The next ${call.method} ${isolated(path)} gets: ${word}`, 'plain', undo);
    } catch (error) {
      show(reasonOf(error), 'bad');
    }
  }
  return (
    <div
      class="menu-place"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isOpen) return;
        event.preventDefault();
        close();
      }}
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (relatedTarget instanceof Node && !currentTarget.contains(relatedTarget)) setOpen(false);
      }}
    >
      <button
        ref={opener}
        type="button"
        class="button quiet"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="warning" size={14} /> Make the next one fail
      </button>
      {isOpen && (
        <ul class="menu">
          {failures.map(({ word, fault }) => (
            <li key={word}>
              <button type="button" onClick={() => void add(word, fault)}>
                {word}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
