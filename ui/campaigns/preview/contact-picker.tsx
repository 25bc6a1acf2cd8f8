import { useEffect, useState } from 'preact/hooks';
import type { CampaignPreview } from '../../../src/contract/campaign-preview.js';
import type { Contact } from '../../../src/contract/contact.js';
import type { Control } from '../../shell/workspace/control.js';
import { isolated } from '../../words/isolated.js';
import { nameOf } from '../../words/contact-words.js';

const settleMs = 150;
const offered = 10;

export interface ContactPickerProps {
  control: Control;
  /** As whom the mail is composed now; its id is null for an example. */
  contact: CampaignPreview['contact'] | null;
  onContact(id: string | null): void;
}

/** Chooses a contact by its address or name; an empty field means an example. */
export function ContactPicker({ control, contact, onContact }: ContactPickerProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [found, setFound] = useState<readonly Contact[]>([]);
  const sought = typed ?? '';
  useEffect(() => {
    const controller = new AbortController();
    const query = new URLSearchParams({ search: sought.trim(), limit: String(offered) });
    const timer = window.setTimeout(
      () =>
        void control.data<Contact[]>(`/contacts?${query}`, controller.signal).then(setFound, () => undefined),
      settleMs,
    );
    return () => {
      window.clearTimeout(timer);
      controller.abort();
    };
  }, [control, sought]);
  function type(text: string) {
    setTyped(text);
    const chosen = found.find(({ email }) => email.toLowerCase() === text.trim().toLowerCase());
    if (chosen) onContact(chosen.id);
    else if (text.trim() === '') onContact(null);
  }
  const shown = contact && contact.id !== null ? contact.email : '';
  return (
    <label class="cmp-as">
      <span>As</span>
      <input
        type="text"
        // No field of the form around it: what is typed here is not saved, and Enter sends nothing.
        form=""
        list="cmp-contacts"
        autocomplete="off"
        spellcheck={false}
        aria-label="As contact"
        placeholder={
          contact && contact.id === null ? `An example: ${isolated(contact.name)}` : 'Name or address'
        }
        value={typed ?? shown}
        onInput={(event) => type(event.currentTarget.value)}
        onBlur={() => setTyped(null)}
      />
      <datalist id="cmp-contacts">
        {found.map((each) => (
          <option key={each.id} value={each.email} dir="auto">
            {nameOf(each)}
          </option>
        ))}
      </datalist>
    </label>
  );
}
