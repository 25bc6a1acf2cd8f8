import type { MessageRecord } from '../../contract/message.js';
import type { Waiter } from '../ports/wait.js';

export interface WhenSentServices extends Waiter {
  messages: { get(id: string): MessageRecord };
}

/** The row of a mail once a server has answered its first attempt; null where none has within `timeout` (real ms). */
export const whenSent = (
  { messages, waitFor }: WhenSentServices,
  id: string,
  wait: { timeout: number; signal: AbortSignal },
): Promise<MessageRecord | null> =>
  waitFor({
    ...wait,
    find() {
      const message = messages.get(id);
      return message.status === 'queued' ? null : message;
    },
  });
