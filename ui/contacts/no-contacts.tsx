import { CopyButton } from '../shell/copy-button.js';
import { RowSkeletons } from '../shell/loading/row-skeletons.js';
import type { PageProps } from '../shell/page.js';
import { isNarrowed } from './route.js';
import type { Contacts } from './use-contacts.js';
import { authorization } from '../shell/examples.js';

/** In place of an empty list: the call that fills it, the filter that hides all, or why it did not come. */
export function NoContacts(props: PageProps & { contacts: Contacts; onSample(): void }) {
  const { list, route, navigate, refresh } = props.contacts;
  if (list.phase === 'loading') return <RowSkeletons height="contact" hasHead />;
  if (list.phase === 'failed')
    return (
      <div class="absent" role="alert">
        <h2>The contacts could not be fetched</h2>
        <p class="muted">
          <bdi>{list.issue}</bdi>
        </p>
        <button type="button" class="button" onClick={refresh}>
          Try again
        </button>
      </div>
    );
  if (isNarrowed(route))
    return (
      <div class="absent">
        <h2>No contact matches</h2>
        <p class="muted">
          The search looks in address, name, company and phone; of several tags a contact needs all.
        </p>
        <button
          type="button"
          class="button"
          onClick={() => navigate({ search: '', tags: [], status: null }, 'replace')}
        >
          Show all contacts
        </button>
      </div>
    );
  return <Welcome {...props} />;
}

function Welcome({ info, clip, contacts, onSample }: PageProps & { contacts: Contacts; onSample(): void }) {
  if (!info) return <RowSkeletons height="contact" hasHead />;
  const example = `curl ${info.urls.api}/contacts \\\n  -H ${authorization(info.api_key)} \\\n  -H 'Content-Type: application/json' \\\n  -d '{"email": "ada@example.com", "first_name": "Ada", "tags": ["vip"]}'`;
  return (
    <div class="absent contacts-welcome">
      <h2>No contact yet</h2>
      <p class="muted">Contacts appear here as your application makes them, or as you bring them.</p>
      <p class="contacts-actions">
        <button type="button" class="button" onClick={onSample}>
          Make 100 sample contacts
        </button>
        <button
          type="button"
          class="button"
          onClick={() => contacts.navigate({ opened: { at: 'import' } }, 'push')}
        >
          Import a CSV file
        </button>
      </p>
      <figure class="example">
        <figcaption>
          <b>Or as your application does</b>
          <CopyButton clip={clip} text={example} label="Copy the command" />
        </figcaption>
        <pre tabIndex={0}>{example}</pre>
      </figure>
    </div>
  );
}
