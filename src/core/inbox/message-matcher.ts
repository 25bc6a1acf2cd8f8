import type { MessageId } from '../../contract/ids.js';
import type { Header, MessageRecord } from '../../contract/message.js';
import { searchHeadOf } from '../messages/search-text.js';
import type { MailSearchIndex, MessageGroup } from '../ports/ports.js';
import type { MessageSearch } from './message-query.js';

export interface MatcherDeps {
  text: Pick<MailSearchIndex, 'textOf'>;
  /** The headers of a mail; none where it has not arrived. */
  headersOf(id: MessageId): Promise<readonly Header[]>;
}

const belongs = (row: MessageRecord, group: MessageGroup): boolean => {
  const [name, value] = group.split(':');
  if (name === 'campaign') return row.campaign_id === value;
  if (name === 'contact') return row.contact_id === value;
  if (name === 'status') return row.status === value;
  return name === 'unread' ? row.unread : true;
};

/** Tells whether a mail is one that a search asks for. */
export function createMatcher({ text, headersOf }: MatcherDeps) {
  /** Each text is read once, however many words are sought in it. */
  function holds(row: MessageRecord, words: MessageSearch['words']): boolean {
    if (words.length === 0) return true;
    const searched = text.textOf(row.id) ?? searchHeadOf(row);
    for (const { text: word, negated } of words) if (searched.includes(word) === negated) return false;
    return true;
  }
  /** Plain loops: a closure a row would be garbage a thousand times over. */
  function matches(row: MessageRecord, { groups, tests, words, since }: MessageSearch): boolean {
    if (row.received_at < since) return false;
    for (const group of groups) if (!belongs(row, group)) return false;
    for (const test of tests) if (!test(row)) return false;
    return holds(row, words);
  }

  async function hasHeaders({ id }: MessageRecord, { headers: tests }: MessageSearch): Promise<boolean> {
    const headers = await headersOf(id);
    return tests.every((test) => test(headers));
  }
  return { matches, hasHeaders };
}
