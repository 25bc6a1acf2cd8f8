import { useCallback } from 'preact/hooks';
import type { LiveFrame } from '../../../src/contract/frame.js';
import type { MessageSummary } from '../../../src/contract/message.js';
import type { PageProps } from '../../shell/page.js';
import { useCursorList } from '../../shell/lists/use-cursor-list.js';

/** Every mail of a contact that is kept, newest first, kept current. */
export function useContactMail({ control, feed }: PageProps, id: string) {
  const isNews = useCallback(
    (frame: LiveFrame) =>
      frame.type === 'message_removed' || (frame.type === 'message' && frame.message.contact_id === id),
    [id],
  );
  const { list, loadMore } = useCursorList<MessageSummary>({
    ...{ control, feed, isNews },
    path: '/messages',
    query: `contact=${id}`,
  });
  return {
    list,
    loadMore,
    /** Whether a mail can be opened; one that is not listed yet may be. */
    isKept: (message: string) => list.cursor !== null || list.rows.some((row) => row.id === message),
  };
}
export type ContactMails = ReturnType<typeof useContactMail>;
