import type { Suppression } from '../../src/contract/suppression.js';
import { Chip } from '../shell/chip.js';
import { statusMarks, suppressionMarks } from './contact-words.js';
import { EmailText } from './email-text.js';
import type { ContactRow } from './use-contacts.js';
import { isolated } from '../words/isolated.js';
import { nameOf } from '../words/contact-words.js';

export interface ContactRowProps {
  contact: ContactRow;
  /** Its place in the whole list. */
  index: number;
  isOpen: boolean;
  isLeaving: boolean;
  href: string;
}

/** The room of the tags of a row, and what one takes, in characters: those that do not fit are a number. */
const tagRoom = 28;
const tagFrame = 3;

/** How many tags of a row are shown, at least one. */
function fitting(tags: readonly string[]): number {
  let [room, count] = [tagRoom, 0];
  for (const tag of tags) {
    room -= tag.length + tagFrame;
    if (room < 0) break;
    count += 1;
  }
  return Math.max(1, count);
}

export function ContactRowView({ contact, index, isOpen, isLeaving, href }: ContactRowProps) {
  const { email, company, tags, status, suppression } = contact;
  const name = nameOf(contact);
  const shown = tags.slice(0, fitting(tags));
  return (
    <tr
      class={`table-row contacts-row${isOpen ? ' open' : ''}${isLeaving ? ' leaving' : ''}`}
      aria-rowindex={index + 2}
      data-index={index}
    >
      <td class="contacts-email-cell">
        <a class="row-link" href={href} aria-current={isOpen ? 'true' : undefined}>
          <EmailText email={email} />
        </a>
        {name !== '' && <bdi class="contacts-second-line muted">{name}</bdi>}
      </td>
      <td class="contacts-name-cell">
        <bdi title={name}>{name}</bdi>
      </td>
      <td class="contacts-company-cell muted">
        <bdi title={company ?? undefined}>{company}</bdi>
      </td>
      <td class="contacts-tags-cell" title={tags.map(isolated).join(', ')}>
        <span class="contacts-tags-line">
          {shown.map((tag) => (
            <bdi key={tag} class="contacts-tag">
              {tag}
            </bdi>
          ))}
          {tags.length > shown.length && <small class="muted">+{tags.length - shown.length}</small>}
        </span>
      </td>
      <td class="contacts-status-cell">
        <span class="contacts-marks-line">
          <Chip tiny icon={statusMarks[status].icon} state={statusMarks[status].state}>
            {statusMarks[status].word}
          </Chip>
          {suppression && <SuppressionChip suppression={suppression} />}
        </span>
      </td>
    </tr>
  );
}

function SuppressionChip({ suppression: { reason } }: { suppression: Suppression }) {
  const { icon, state, word, sentence } = suppressionMarks[reason];
  return (
    <Chip tiny icon={icon} state={state} title={`${sentence}: campaigns leave it out`}>
      {word}
    </Chip>
  );
}

/** In the place of a row that is on its way. */
export const RowSkeleton = ({ index }: { index: number }) => (
  <tr class="contacts-row" aria-rowindex={index + 2} data-index={index}>
    <td>
      <i class="contacts-skeleton" />
      <span class="hidden">Loading</span>
    </td>
  </tr>
);
