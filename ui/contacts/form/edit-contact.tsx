import { useCallback, useRef } from 'preact/hooks';
import type { Contact } from '../../../src/contract/contact.js';
import { NotThere } from '../../shell/not-there.js';
import type { PageProps } from '../../shell/page.js';
import { useCurrent } from '../../shell/lists/use-current.js';
import { SplitDetail } from '../../shell/panes/split-detail.js';
import { isContactNews } from '../use-contacts.js';
import { draftOf, patchOf } from './contact-draft.js';
import { ContactForm } from './contact-form.js';
import { useDraft } from './use-draft.js';

export interface EditContactProps extends PageProps {
  id: string;
  onClose(): void;
}

/** A form with what a contact has; what is entered stays, whatever happens to that meanwhile. */
export function EditContact({ id, ...props }: EditContactProps) {
  const { control, feed } = props;
  const first = useRef<Contact | null>(null);
  const load = useCallback(
    (signal: AbortSignal) => control.data<Contact>(`/contacts/${encodeURIComponent(id)}`, signal),
    [control, id],
  );
  const fetched = useCurrent({ feed, load, isNews: isContactNews });
  if (fetched.phase === 'ready') first.current ??= fetched.value;
  const isGone = fetched.phase === 'failed' && fetched.isMissing;
  if (first.current) return <Form {...props} contact={first.current} isGone={isGone} />;
  return (
    <SplitDetail
      page="Contacts"
      label="Edit contact"
      isBusy={fetched.phase === 'loading'}
      class="contacts-detail"
    >
      {fetched.phase === 'failed' && (
        <NotThere
          what="contact"
          failure={fetched}
          place="contacts"
          onBack={() => props.go({ ...props.address, steps: [] }, 'push')}
        />
      )}
    </SplitDetail>
  );
}

interface FormProps extends Omit<EditContactProps, 'id'> {
  contact: Contact;
  isGone: boolean;
}

function Form({ contact, isGone, control, feed, show, onClose }: FormProps) {
  const form = useDraft(
    feed,
    draftOf(contact),
    (draft) => patchOf(draft, contact),
    async (body) => {
      await control.change('PUT', `/contacts/${contact.id}`, body);
      show('The contact is saved');
      onClose();
    },
  );
  return (
    <ContactForm
      {...form}
      isNew={false}
      lock={isGone ? 'This contact was deleted meanwhile' : null}
      title="Edit contact"
      action="Save"
      onClose={onClose}
    />
  );
}
