import type { Scene } from './scene.js';

/** Calls as an application makes them that was written in a hurry: each is refused, or warned of. */
export const mistakes: readonly ((call: Scene['call']) => Promise<unknown>)[] = [
  (call) => call('POST', '/contacts', { email: 'newsletter.example.com', tags: ['newsletter'] }),
  (call) => call('POST', '/contacts', { emial: 'typo@example.com' }),
  (call) => call('GET', '/contacts?limit=500'),
  (call) => call('PUT', '/contacts/contact_00000000', { tags: ['vip'] }),
  (call) => call('GET', '/contacts?limit=20&sort=email'),
  (call) => call('POST', '/campaigns/campaign_00000000/send'),
];
