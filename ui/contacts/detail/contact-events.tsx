import { useCallback } from 'preact/hooks';
import type { LogEvent } from '../../../src/contract/event.js';
import type { LiveFrame } from '../../../src/contract/frame.js';
import { Chip } from '../../shell/chip.js';
import type { PageProps } from '../../shell/page.js';
import { useCursorList } from '../../shell/lists/use-cursor-list.js';
import { stateIcons, stateOfEvent, stateWords } from '../../words/mail-state.js';
import { exactWords, relativeWords } from '../../words/time-words.js';
import { PartOfDetail } from './part-of-detail.js';

/** What an event says besides its type: the link, the reply of a server, the machine. */
const detailOf = ({ data }: LogEvent): string =>
  [data.url, data.bounce?.diagnostic, data.bot ? 'by a machine' : undefined]
    .filter((part) => part !== undefined)
    .join(' · ');

export interface EventsProps extends PageProps {
  id: string;
  /** Whether the mail of an event can be opened. */
  isKept(message: string): boolean;
}

/** Every event of a contact, in the order in which they happened. */
export function ContactEvents({ control, feed, now, id, isKept }: EventsProps) {
  const isNews = useCallback(
    (frame: LiveFrame) => frame.type === 'event' && frame.event.data.contact_id === id,
    [id],
  );
  const { list, loadMore } = useCursorList<LogEvent>({
    ...{ control, feed, isNews },
    path: '/events',
    query: `contact=${id}`,
  });
  return (
    <PartOfDetail title="Events" list={list} none="Nothing happened yet." onMore={loadMore}>
      <ol class="contacts-events">
        {list.rows.map((event) => {
          const state = stateOfEvent[event.type];
          return (
            <li key={event.id}>
              <Chip tiny icon={stateIcons[state]} state={state}>
                {stateWords[state]}
              </Chip>
              <bdi class="contacts-event-detail muted" title={detailOf(event)}>
                {detailOf(event)}
              </bdi>
              {isKept(event.data.message_id) && (
                <a href={`#/inbox/${event.data.message_id}/timeline`}>Mail</a>
              )}
              <time class="muted" dateTime={event.created_at} title={exactWords(event.created_at)}>
                {relativeWords(event.created_at, now)}
              </time>
            </li>
          );
        })}
      </ol>
    </PartOfDetail>
  );
}
