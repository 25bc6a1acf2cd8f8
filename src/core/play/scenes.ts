import { minute } from '../../contract/durations.js';
import type { ContactRecord } from '../../contract/contact.js';
import type { MessageRecord } from '../../contract/message.js';
import { samplePerson } from '../contacts/sample-person.js';
import type { Engagement } from '../engagement/engagement.js';
import type { Simulation } from '../engagement/simulation.js';
import { hasArrived } from '../messages/lifecycle.js';
import type { ApiCaller } from '../ports/api-caller.js';
import type { Store } from '../ports/ports.js';
import type { Clock } from '../time/clock.js';
import type { Scheduler } from '../time/scheduler.js';
import { simulate } from '../trigger/simulate.js';
import type { SimulateServices } from '../trigger/simulate.js';
import { businessOf } from './business.js';
import { drawsOf } from './scene.js';
import type { Scene } from './scene.js';

export interface SceneDeps {
  store: Store;
  clock: Clock;
  scheduler: Pick<Scheduler, 'at'>;
  simulation: Simulation;
  engagement: Engagement;
  messages: SimulateServices['messages'] & {
    list(filter: { to: string }, limit: number): Promise<{ rows: MessageRecord[] }>;
    find(id: string): MessageRecord | undefined;
  };
  callApi: ApiCaller;
}

/** The scenes of one play. */
export interface Scenes {
  sceneOf(name: string): Scene;
  /** Nothing that was to happen later happens any more. */
  close(): void;
}

/** Makes what acts have, for an application with a key. */
export function createScenes(deps: SceneDeps) {
  const { store, clock, scheduler, simulation, engagement, messages, callApi } = deps;
  const seed = () => simulation.current().seed;
  let newcomers = 0;

  const active = (offset: number) => store.contacts.page({ status: 'active', match: 'all' }, offset, 1);
  const someone = (draw: number): ContactRecord | undefined =>
    active(Math.floor(draw * active(0).total)).rows[0];

  async function act(id: string, action: Parameters<Scene['act']>[1]): Promise<void> {
    const message = messages.find(id);
    if (!message || message.removed || !hasArrived(message) || !engagement.may(message, action)) return;
    if (action === 'clicked' && (await messages.linksOf(message.id)).length === 0) return;
    await simulate({ messages, engagement }, message, { event: action });
  }

  return (key: string): Scenes => {
    let isOpen = true;
    const sceneOf = (name: string): Scene => {
      const draw = drawsOf(seed(), name);
      return {
        draw,
        now: clock.now,
        business: () => businessOf(store.campaigns),
        call: (method, path, body) => callApi({ method, path, key, ...(body ? { body } : {}) }),
        newcomer: () =>
          samplePerson(seed(), newcomers++, (email) => store.contacts.byEmail(email) !== undefined),
        someone: () => someone(draw('who')),
        has: (tag) => store.contacts.page({ tags: [tag], status: 'active', match: 'all' }, 0, 1).total > 0,
        newestMailTo: async (to) => (await messages.list({ to }, 1)).rows[0],
        act: ({ id }, action) => act(id, action),
        later(minutes, run) {
          scheduler.at(clock.now() + minutes * minute, async () => {
            if (isOpen) await run();
          });
        },
      };
    };
    return { sceneOf, close: () => void (isOpen = false) };
  };
}
