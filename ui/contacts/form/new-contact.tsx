import type { Contact } from '../../../src/contract/contact.js';
import type { PageProps } from '../../shell/page.js';
import { emptyDraft, inputOf } from './contact-draft.js';
import { ContactForm } from './contact-form.js';
import { useDraft } from './use-draft.js';

export interface NewContactProps extends PageProps {
  onClose(): void;
  onMade(id: string): void;
}

/** A form for a contact that is not there yet. */
export function NewContact({ control, feed, show, onClose, onMade }: NewContactProps) {
  const form = useDraft(feed, emptyDraft, inputOf, async (body) => {
    const { id } = await control.change<Contact>('POST', '/contacts', body);
    show(
      body.send_welcome ? 'The contact is there, and its welcome mail is on its way' : 'The contact is there',
    );
    onMade(id);
  });
  return (
    <ContactForm {...form} isNew lock={null} title="New contact" action="Add the contact" onClose={onClose} />
  );
}
