import { useCallback } from 'preact/hooks';
import type { ContactOutcome } from '../../../src/contract/contact-outcome.js';
import type { Contact } from '../../../src/contract/contact.js';
import { reasonOf } from '../../shell/workspace/control.js';
import { Icon } from '../../shell/late-icons.js';
import { NotThere } from '../../shell/not-there.js';
import type { PageProps } from '../../shell/page.js';
import { useCurrent } from '../../shell/lists/use-current.js';
import type { DelayedDeletion } from '../../shell/lists/use-delayed-deletion.js';
import { SplitDetail } from '../../shell/panes/split-detail.js';
import { isContactNews } from '../use-contacts.js';
import { ContactBody } from './contact-body.js';

export interface ContactDetailProps extends PageProps {
  id: string;
  onClose(): void;
  onRemove: DelayedDeletion['remove'];
  onEdit(): void;
  onTag(tag: string): void;
}

/** One contact: what is known of it, what its mail comes to, and what can be done with it. */
export function ContactDetail({ id, onClose, onRemove, onEdit, onTag, ...page }: ContactDetailProps) {
  const { control, feed } = page;
  const load = useCallback(
    async (signal: AbortSignal) => {
      const [contact, outcome] = await Promise.all([
        control.data<Contact>(`/contacts/${encodeURIComponent(id)}`, signal),
        control.data<ContactOutcome>(`/contacts/${encodeURIComponent(id)}/outcome`, signal),
      ]);
      return { contact, outcome };
    },
    [control, id],
  );
  const fetched = useCurrent({ feed, load, isNews: isContactNews });
  return (
    <SplitDetail page="Contacts" label="Contact" class="contacts-detail">
      <div class="toolbar">
        <button type="button" class="button quiet" onClick={onClose}>
          <Icon name="close" size={14} /> Close
        </button>
        {fetched.phase === 'ready' && (
          <ContactActions {...page} {...{ onClose, onRemove, onEdit }} contact={fetched.value.contact} />
        )}
      </div>
      {fetched.phase === 'failed' && (
        <NotThere what="contact" failure={fetched} place="contacts" onBack={onClose} />
      )}
      {fetched.phase === 'ready' && <ContactBody {...page} {...fetched.value} onTag={onTag} />}
    </SplitDetail>
  );
}

type ActionsProps = PageProps &
  Pick<ContactDetailProps, 'onClose' | 'onRemove' | 'onEdit'> & { contact: Contact };

function ContactActions({ contact, onClose, onRemove, onEdit, control, show }: ActionsProps) {
  const { id, status } = contact;
  const setStatus = (next: Contact['status'], isUndo: boolean) => {
    const word = next === 'active' ? 'Active again' : 'Unsubscribed';
    control.change('PUT', `/contacts/${id}`, { status: next }).then(
      () => show(word, 'plain', isUndo ? null : () => setStatus(status, true)),
      (error: unknown) => show(reasonOf(error), 'bad'),
    );
  };
  const remove = () => {
    onClose();
    onRemove({ id, path: `/contacts/${id}`, name: contact.email });
  };
  const isActive = status === 'active';
  return (
    <>
      <button type="button" class="button quiet" onClick={onEdit}>
        <Icon name="edit" size={14} /> Edit
      </button>
      <button
        type="button"
        class="button quiet"
        title={isActive ? 'Campaigns leave it out from then on' : 'Campaigns go to it again'}
        onClick={() => setStatus(isActive ? 'unsubscribed' : 'active', false)}
      >
        <Icon name={isActive ? 'leave' : 'check'} size={14} /> {isActive ? 'Unsubscribe' : 'Reactivate'}
      </button>
      <button type="button" class="button quiet danger" title="Its mail and events stay" onClick={remove}>
        <Icon name="trash" size={14} /> Delete
      </button>
    </>
  );
}
