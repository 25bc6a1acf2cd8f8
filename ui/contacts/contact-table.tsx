import { formatAddress } from '../shell/address/address.js';
import { RowGap } from '../shell/lists/row-gap.js';
import { rowAt } from '../shell/lists/use-pages.js';
import { ContactRowView, RowSkeleton } from './contact-row.js';
import { addressOf, openId } from './route.js';
import type { Contacts } from './use-contacts.js';
import type { RowWindow } from '../shell/lists/use-row-window.js';

/** The contacts in view, in a table of the true length of the list. */
export function ContactTable({ contacts, view }: { contacts: Contacts; view: RowWindow }) {
  const { list, route } = contacts;
  const { first, last, row } = view;
  const hrefOf = (id: string) => formatAddress(addressOf({ ...route, opened: { at: 'contact', id } }));
  return (
    <table class="table contacts-table" aria-rowcount={list.total + 1} aria-busy={list.phase === 'loading'}>
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col" class="contacts-email-cell">
            Email
          </th>
          <th scope="col" class="contacts-name-cell">
            Name
          </th>
          <th scope="col" class="contacts-company-cell">
            Company
          </th>
          <th scope="col" class="contacts-tags-cell">
            Tags
          </th>
          <th scope="col" class="contacts-status-cell">
            Status
          </th>
        </tr>
      </thead>
      <tbody>
        <RowGap height={first * row} />
        {Array.from({ length: Math.max(0, last - first) }, (_, at) => {
          const index = first + at;
          const contact = rowAt(list, index);
          if (!contact) return <RowSkeleton key={`place ${index}`} index={index} />;
          return (
            <ContactRowView
              key={contact.id}
              {...{ contact, index }}
              isOpen={contact.id === openId(route)}
              isLeaving={contacts.removal.leaving.has(contact.id)}
              href={hrefOf(contact.id)}
            />
          );
        })}
        <RowGap height={(list.total - last) * row} />
      </tbody>
    </table>
  );
}
