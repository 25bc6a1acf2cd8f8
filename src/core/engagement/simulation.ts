import type { SimulationRecord } from '../../contract/simulation.js';
import type { MessageId } from '../../contract/ids.js';
import type { MessageRecord, ScheduledAction } from '../../contract/message.js';
import type { Engagement } from './engagement.js';
import { chooseLink } from './link-choice.js';
import { outcomeOfAddress } from './outcome.js';
import type { Store } from '../ports/ports.js';
import { hashFraction } from '../time/random.js';
import type { Scheduler } from '../time/scheduler.js';
import { visitorOf } from './visitor.js';

export interface SimulationDeps {
  store: Store;
  scheduler: Scheduler;
  engagement: Engagement;
  /** The http(s) links of a mail, for clicks. */
  linksOf(id: MessageId): Promise<string[]>;
  /** Sends a mail once more that was put off. */
  retry(id: MessageId): Promise<void>;
  initial: Omit<SimulationRecord, 'id'>;
}

/** Carries out what is planned for each mail, when its time comes. */
export interface Simulation {
  current(): Omit<SimulationRecord, 'id'>;
  change(next: Omit<SimulationRecord, 'id'>): void;
  /** Schedules the plan of a mail. */
  follow(message: MessageRecord): void;
  /** Takes up all plans found in the store. */
  resume(): void;
}

export function createSimulation(deps: SimulationDeps): Simulation {
  const { store, scheduler, engagement } = deps;

  /** The step as it is still owed; undefined when it is done, or the mail is no more. */
  const pending = (id: MessageId, step: ScheduledAction): MessageRecord | undefined => {
    const message = store.messages.get(id);
    return message?.plan.some((planned) => planned.do === step.do && planned.at === step.at)
      ? message
      : undefined;
  };

  const visitorIn = ({ to, outcome }: MessageRecord) =>
    visitorOf(to[0]?.address ?? '', outcome?.bot ?? false);

  /** Answers work that is not done at once. */
  function perform(id: MessageId, step: ScheduledAction): void | Promise<void> {
    const message = pending(id, step);
    if (!message) return;
    switch (step.do) {
      case 'deliver':
        return engagement.delivered(id);
      case 'retry':
        return deps.retry(id);
      case 'opened':
        return engagement.opened(id, visitorIn(message));
      case 'unsubscribed':
        return engagement.unsubscribed(id, visitorIn(message));
      case 'spam_reported':
        return engagement.spamReported(id);
      case 'clicked':
        return click(message, step);
    }
  }
  async function click(message: MessageRecord, step: ScheduledAction): Promise<void> {
    const { id } = message;
    const visitor = visitorIn(message);
    const links = await deps.linksOf(id);
    if (!pending(id, step)) return;
    // A scanner follows every link, a person one; a mail without links is clicked all the same.
    const followed = visitor.bot ? links : [linkOf(message, links)].filter((link) => link !== undefined);
    for (const url of followed.length > 0 ? followed : [null]) engagement.clicked(id, url, visitor);
  }

  /** Who is asked to click by the address takes the first link; others take now this one, now that. */
  function linkOf({ to, campaign_id }: MessageRecord, links: readonly string[]): string | undefined {
    const address = to[0]?.address.toLowerCase() ?? '';
    const campaign = campaign_id === null ? undefined : store.campaigns.get(campaign_id);
    if (!campaign || outcomeOfAddress(address)) return links[0];
    const { seed } = store.meta.get('simulation') ?? deps.initial;
    return chooseLink(links, hashFraction(seed, campaign.name, address, 'link'));
  }

  const follow = (message: MessageRecord) => {
    for (const step of message.plan) scheduler.at(step.at, () => perform(message.id, step));
  };

  return {
    current: () => store.meta.get('simulation') ?? deps.initial,
    change: (next) => store.commit((tx) => tx.put('meta', { id: 'simulation', ...next })),
    follow,
    resume: () => {
      for (const message of store.messages.values()) if (message.plan.length > 0) follow(message);
    },
  };
}
