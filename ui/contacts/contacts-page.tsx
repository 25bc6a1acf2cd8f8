import { reasonOf } from '../shell/workspace/control.js';
import type { PageProps } from '../shell/page.js';
import { usePane } from '../shell/panes/use-pane.js';
import { useRowKeys } from '../shell/keys/use-row-keys.js';
import { useRowWindow } from '../shell/lists/use-row-window.js';
import { ContactTable } from './contact-table.js';
import { ContactsHead } from './contacts-head.js';
import { ContactDetail } from './detail/contact-detail.js';
import { EditContact } from './form/edit-contact.js';
import { NewContact } from './form/new-contact.js';
import { ImportContacts } from './import/import-contacts.js';
import { NoContacts } from './no-contacts.js';
import { openId } from './route.js';
import { useContacts } from './use-contacts.js';
import type { Contacts } from './use-contacts.js';
import '../shell/styles/pages.css';
import './styles/index.css';

/** The contacts, narrowed as the API narrows them, and beside them one of them, a form or an import. */
export function ContactsPage(props: PageProps) {
  const contacts = useContacts(props);
  const { route, list } = contacts;
  const opened = openId(route);
  const view = useRowWindow({ ...contacts, openId: opened });
  useRowKeys({
    rows: view.rows,
    query: contacts.query,
    openId: opened,
    open: (id) => contacts.navigate({ opened: { at: 'contact', id } }, 'replace'),
  });
  const close = () =>
    contacts.navigate(
      { opened: route.opened.at === 'edit' ? { at: 'contact', id: route.opened.id } : { at: 'list' } },
      'push',
    );
  usePane({ opened: props.address.steps.join('/'), openId: opened, close });
  const sample = () =>
    props.control.change<unknown[]>('POST', '/contacts/sample', {}).then(
      (made) => props.show(`${made.length} sample contacts are there`),
      (error: unknown) => props.show(reasonOf(error), 'bad'),
    );
  return (
    <main class={`split contacts ${route.opened.at === 'list' ? 'at-list' : 'at-detail'}`}>
      <section class="split-list" aria-label="Contacts">
        <ContactsHead {...props} contacts={contacts} />
        <div
          ref={view.ref}
          class="rows-scroll contacts-scroll"
          tabIndex={0}
          role="region"
          aria-label="Contacts, newest first"
          onScroll={view.onScroll}
        >
          {list.total > 0 ? (
            <ContactTable contacts={contacts} view={view} />
          ) : (
            <NoContacts {...props} contacts={contacts} onSample={() => void sample()} />
          )}
        </div>
      </section>
      <OpenedPart {...props} contacts={contacts} onSample={() => void sample()} onClose={close} />
    </main>
  );
}

interface OpenedPartProps extends PageProps {
  contacts: Contacts;
  onSample(): void;
  onClose(): void;
}

function OpenedPart({ contacts, onSample, onClose, ...page }: OpenedPartProps) {
  const { route, navigate } = contacts;
  const { opened } = route;
  const open = (id: string) => navigate({ opened: { at: 'contact', id } }, 'replace');
  switch (opened.at) {
    case 'list':
      return null;
    case 'new':
      return <NewContact {...page} onClose={onClose} onMade={open} />;
    case 'import':
      return <ImportContacts {...page} onSample={onSample} onClose={onClose} />;
    case 'edit':
      return <EditContact {...page} key={opened.id} id={opened.id} onClose={onClose} />;
    case 'contact':
      return (
        <ContactDetail
          {...page}
          key={opened.id}
          id={opened.id}
          onClose={onClose}
          onRemove={contacts.removal.remove}
          onEdit={() => navigate({ opened: { at: 'edit', id: opened.id } }, 'push')}
          onTag={(tag) => navigate({ tags: [tag] }, 'push')}
        />
      );
  }
}
