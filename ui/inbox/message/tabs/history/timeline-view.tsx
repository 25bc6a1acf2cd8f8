import { useCallback } from 'preact/hooks';
import type { LiveFrame } from '../../../../../src/contract/frame.js';
import type { TimelineEntry } from '../../../../../src/contract/message-timeline.js';
import { CopyButton } from '../../../../shell/copy-button.js';
import { useCurrent } from '../../../../shell/lists/use-current.js';
import { countWords } from '../../../../words/count-words.js';
import { sentenceWords } from '../../../../words/time-phrases.js';
import { exactWords } from '../../../../words/time-words.js';
import { Nothing } from '../../nothing.js';
import type { PartProps } from '../../parts.js';
import { EntryDetails, EntryMark, entryWords } from './timeline-entry.js';
import './history.css';

/** The life of the mail, from the call of the API to each attempt of a webhook, and what is planned. */
export function TimelineView({ api, feed, message: { id }, now, clip }: PartProps) {
  const load = useCallback((signal: AbortSignal) => api.timeline(id, signal), [api, id]);
  const isNews = useCallback(
    (frame: LiveFrame) =>
      (frame.type === 'message' && frame.message.id === id) ||
      (frame.type === 'event' && frame.event.data.message_id === id) ||
      (frame.type === 'changed' && frame.tables.includes('deliveries')),
    [id],
  );
  const timeline = useCurrent({ feed, load, isNews, gapMs: 500 });
  if (timeline.phase === 'loading') return <div class="late">Fetching what happened…</div>;
  if (timeline.phase === 'failed') return <Nothing>{timeline.issue}</Nothing>;
  const { entries, events_skipped, markdown } = timeline.value;
  const isRepeated = (entry: TimelineEntry, at: number): boolean =>
    entry.kind === 'attempt' && entries.findIndex((other) => isSameDelivery(other, entry)) < at;
  return (
    <section class="timeline-part" aria-label="Timeline">
      <div class="timeline-tools">
        <CopyButton clip={clip} text={markdown} label="Copy as Markdown" word="Copy as Markdown" />
      </div>
      <ol class="timeline">
        {entries.map((entry, at) => (
          <Entry key={at} entry={entry} isRepeated={isRepeated(entry, at)} now={now} />
        ))}
      </ol>
      {events_skipped > 0 && (
        <p class="nothing">And {countWords(events_skipped, 'more event')}, not shown here.</p>
      )}
    </section>
  );
}

const isSameDelivery = (a: TimelineEntry, b: TimelineEntry): boolean =>
  a.kind === 'attempt' && b.kind === 'attempt' && a.delivery_id === b.delivery_id;

interface EntryProps {
  entry: TimelineEntry;
  /** A further attempt of a delivery, of which the first says what is sent where. */
  isRepeated: boolean;
  now: number;
}

const Entry = ({ entry, isRepeated, now }: EntryProps) => (
  <li class={`entry-${entry.kind}`}>
    <EntryMark entry={entry} />
    <div class="happened">
      <p>
        <b>{entryWords(entry)}</b>
        <time dateTime={entry.at} title={exactWords(entry.at)}>
          {entry.kind === 'planned' ? sentenceWords(entry.at, now) : exactWords(entry.at)}
        </time>
      </p>
      <EntryDetails entry={entry} isRepeated={isRepeated} />
    </div>
  </li>
);
