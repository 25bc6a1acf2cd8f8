import { useCallback } from 'preact/hooks';
import type { Message, MessageSummary } from '../../../../../src/contract/message.js';
import type { Fetched } from '../../../../shell/loading/use-fetched.js';
import { useFetched } from '../../../../shell/loading/use-fetched.js';
import type { MessageApi } from '../../message-api.js';

/** So many recipients are offered at once; the others are found by their address. */
export const mostOffered = 100;

export interface Others {
  rows: readonly MessageSummary[];
  total: number;
}

/** The mail to other recipients of the campaign of a message, by a part of their address. */
export function useOthers(api: MessageApi, { id, campaign_id }: Message, recipient: string): Fetched<Others> {
  const load = useCallback(
    async (signal: AbortSignal): Promise<Others> => {
      const to = recipient.trim() === '' ? '' : ` to:"${recipient.trim().replaceAll('"', ' ')}"`;
      const query = {
        q: `campaign:${campaign_id ?? ''}${to}`,
        limit: mostOffered + 1,
        offset: 0,
        cursor: null,
      };
      const { rows, total } = await api.list(query, signal);
      return { rows: rows.filter((row) => row.id !== id).slice(0, mostOffered), total };
    },
    [api, id, campaign_id, recipient],
  );
  return useFetched(load);
}

/** A mail, and the text that a person reads of it. */
export interface ComparedMail {
  message: Message;
  text: string;
}

/** Both mails whole; null while no other is chosen. */
export function usePair(api: MessageApi, message: Message, otherId: string | null) {
  const load = useCallback(
    async (signal: AbortSignal): Promise<[ComparedMail, ComparedMail] | null> => {
      if (otherId === null) return null;
      const textOf = (of: string) => api.text(of, signal).catch(() => '');
      const other = await api.message(otherId, signal);
      const [left, right] = await Promise.all([textOf(message.id), textOf(otherId)]);
      return [
        { message, text: left },
        { message: other, text: right },
      ];
    },
    [api, message.id, message.size, otherId],
  );
  return useFetched(load);
}
