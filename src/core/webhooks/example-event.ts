import type { EventData, EventRecord, WebhookEventType } from '../../contract/event.js';
import type { Id, IdPrefix } from '../../contract/ids.js';

export interface ExampleSource {
  type: WebhookEventType;
  at: number;
  newId<P extends IdPrefix>(prefix: P): Id<P>;
}

const visitor = {
  user_agent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)',
  // RFC 5737: an address for documentation.
  ip: '203.0.113.7',
  bot: false,
};

/** The fields that an event of each type has beyond those of its mail. */
const more: Record<WebhookEventType, Partial<EventData>> = {
  'email.sent': {},
  'email.delivered': {},
  'email.opened': visitor,
  'email.clicked': { url: 'https://www.example.com/summer', ...visitor },
  'email.bounced': {
    bounce: {
      type: 'hard',
      smtp_code: 550,
      status: '5.1.1',
      diagnostic: '550 5.1.1 <jane@example.com>: no such user here',
    },
  },
  'email.unsubscribed': visitor,
};

/** An event as a real one would be, about a mail that does not exist. */
export function exampleEvent({ type, at, newId }: ExampleSource): Omit<EventRecord, 'seq'> {
  const data: EventData = {
    message_id: newId('email'),
    campaign_id: newId('campaign'),
    contact_id: newId('contact'),
    email: 'jane@example.com',
    ...more[type],
  };
  return { id: newId('evt'), type, created_at: at, data };
}
