import { useCallback } from 'preact/hooks';
import type { Contact } from '../../../src/contract/contact.js';
import { NotThere } from '../../shell/not-there.js';
import type { PageProps } from '../../shell/page.js';
import { useFetched } from '../../shell/loading/use-fetched.js';
import { SplitDetail } from '../../shell/panes/split-detail.js';
import { draftOf, patchOf } from './contact-draft.js';
import { ContactForm } from './contact-form.js';
import { useDraft } from './use-draft.js';

export interface EditContactProps extends PageProps {
  id: string;
  onClose(): void;
}

/** A form with what a contact has. */
export function EditContact({ id, ...props }: EditContactProps) {
  const { control } = props;
  const load = useCallback(
    (signal: AbortSignal) => control.data<Contact>(`/contacts/${encodeURIComponent(id)}`, signal),
    [control, id],
  );
  const fetched = useFetched(load);
  if (fetched.phase === 'ready') return <Form {...props} contact={fetched.value} />;
  return (
    <SplitDetail
      page="Contacts"
      label="Edit contact"
      isBusy={fetched.phase === 'loading'}
      class="contacts-detail"
    >
      {fetched.phase === 'failed' && <NotThere what="contact" failure={fetched} />}
    </SplitDetail>
  );
}

function Form({ contact, control, show, onClose }: Omit<EditContactProps, 'id'> & { contact: Contact }) {
  const form = useDraft(
    draftOf(contact),
    (draft) => patchOf(draft, contact),
    async (body) => {
      await control.change('PUT', `/contacts/${contact.id}`, body);
      show('The contact is saved');
      onClose();
    },
  );
  return <ContactForm {...form} isNew={false} title="Edit contact" action="Save" onClose={onClose} />;
}
