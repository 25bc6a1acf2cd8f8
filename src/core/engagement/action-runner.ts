import { actions } from '../../contract/actions.js';
import type { Action } from '../../contract/actions.js';
import type { MessageId } from '../../contract/ids.js';
import type { MessageRecord, ScheduledAction } from '../../contract/message.js';
import type { Engagement } from './engagement.js';
import { recipientOf } from '../messages/lifecycle.js';
import { chooseLink, linkDraw } from './link-choice.js';
import { outcomeOfAddress } from './outcome.js';
import type { Simulation } from './simulation.js';
import type { Commit, RowChange, Store } from '../ports/ports.js';
import type { Scheduler } from '../time/scheduler.js';
import { visitorKindOf, visitorOf } from './visitor.js';

export interface ActionRunnerDeps {
  store: Store;
  scheduler: Pick<Scheduler, 'at'>;
  engagement: Engagement;
  simulation: Pick<Simulation, 'current'>;
  /** The links of a mail whose clicks are counted. */
  clickableOf(message: MessageRecord): Promise<string[]>;
  /** Sends a deferred mail once more. */
  retry(id: MessageId): Promise<void>;
}

/** Carries out the schedule of each mail: every action when the clock shows its time. */
export interface ActionRunner {
  /** Sets an alarm for each action in the store and, from now on, for each that a commit adds. */
  start(): void;
}

/** The actions that a commit added: a change of a mail keeps the objects of those that stay. */
function addedActions({ row, before }: RowChange & { table: 'messages' }): readonly ScheduledAction[] {
  if (!row || row.schedule === before?.schedule) return [];
  return row.schedule.filter((action) => !before?.schedule.includes(action));
}

export function createActionRunner(deps: ActionRunnerDeps): ActionRunner {
  const { store, scheduler, engagement } = deps;

  /** The mail while the action stands in its schedule; undefined when it is done, or the mail is gone. */
  const pending = (id: MessageId, action: ScheduledAction): MessageRecord | undefined => {
    const message = store.messages.get(id);
    return message?.schedule.some(
      (planned) => planned.do === action.do && planned.at === action.at && planned.to === action.to,
    )
      ? message
      : undefined;
  };

  const visitorFor = (message: MessageRecord, { to }: ScheduledAction) =>
    visitorOf(
      to ?? recipientOf(message),
      visitorKindOf(to === undefined ? message.outcome : outcomeOfAddress(to)),
    );

  /** Returns a promise for work that is not done at once. */
  function perform(id: MessageId, action: ScheduledAction): void | Promise<void> {
    const message = pending(id, action);
    if (!message) return;
    switch (action.do) {
      case 'deliver':
        return engagement.delivered(id, action.to);
      case 'retry':
        // Mail from outside is not sent again: the sink has it for those who took it.
        return action.to === undefined ? deps.retry(id) : engagement.retried(id, action.to);
      default:
        if (actions[action.do].link) return followLinks(message, { ...action, do: action.do });
        return engagement.act(id, action.do, {
          visitor: visitorFor(message, action),
          recipient: action.to,
        });
    }
  }
  async function followLinks(
    message: MessageRecord,
    action: ScheduledAction & { do: Action },
  ): Promise<void> {
    const { id } = message;
    const { to: recipient } = action;
    const visitor = visitorFor(message, action);
    const links = await deps.clickableOf(message);
    if (!pending(id, action)) return;
    // A scanner follows every link, a person one; a mail without links is clicked by persons all the same.
    const followed = visitor.bot ? links : [linkOf(message, links, recipient) ?? null];
    if (followed.length === 0) engagement.passOver(id, action.do, recipient);
    for (const url of followed) engagement.act(id, action.do, { url, visitor, recipient });
  }

  /** An address that asks for a click gets the first link clicked; others a link by their draw. */
  function linkOf(
    message: MessageRecord,
    links: readonly string[],
    recipient = recipientOf(message),
  ): string | undefined {
    const address = recipient.toLowerCase();
    const { campaign_id } = message;
    const campaign = campaign_id === null ? undefined : store.campaigns.get(campaign_id);
    if (!campaign || outcomeOfAddress(address)) return links[0];
    return chooseLink(links, linkDraw(deps.simulation.current().seed, campaign.name, address));
  }

  function schedule(id: MessageId, actions: readonly ScheduledAction[]): void {
    for (const action of actions) scheduler.at(action.at, () => perform(id, action));
  }

  function scheduleAdded({ changes }: Commit): void {
    for (const change of changes)
      if (change.table === 'messages' && change.row) schedule(change.row.id, addedActions(change));
  }

  return {
    start() {
      for (const { id, schedule: actions } of store.messages.list()) schedule(id, actions);
      store.subscribe(scheduleAdded);
    },
  };
}
