import type { ContactOutcome } from '../../../src/contract/contact-outcome.js';

type Actions = ContactOutcome['actions'];

/** What is done with a delivered mail, as the end of "mail to it is delivered and …". */
function actionWords(actions: Actions, isMachine: boolean): string {
  if (isMachine)
    return actions.includes('clicked')
      ? 'a scanner fetches every link at once; no person reads it'
      : 'the proxy of a mail client loads its pictures at once; no person opens it';
  if (actions.includes('spam_reported')) return 'reported as spam';
  if (actions.includes('unsubscribed')) return 'its recipient unsubscribes';
  if (actions.includes('clicked')) return 'opened, and a link is followed';
  return actions.includes('opened') ? 'opened' : 'nothing more happens';
}

/** What becomes of mail to an address that has a rule of its own. */
function resultWords({ result, reply, actions, bot }: ContactOutcome): string {
  const code = reply ? ` (${reply.code} ${reply.status})` : '';
  switch (result) {
    case 'hard':
      return `bounces for good${code}, and campaigns leave it out afterwards`;
    case 'soft':
      return `is refused for the moment${code}, tried again, and bounces at last`;
    case 'blocked':
      return `is refused by policy${code}`;
    case 'defer':
      return `is put off once${code}, then delivered`;
    case 'accept':
    case null:
      return `is delivered, and ${actionWords(actions, bot)}`;
  }
}

const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });

/** What a profile does with campaign mail in general. */
function profileWords({ shares }: NonNullable<ContactOutcome['profile']>): string {
  const { bounced, opened, clicked, unsubscribed, spam_reports } = shares;
  const parts = [
    { share: bounced, word: 'bounces' },
    { share: opened, word: 'is opened' },
    { share: clicked, word: 'is clicked' },
    { share: unsubscribed, word: 'is unsubscribed from' },
    { share: spam_reports, word: 'is reported as spam' },
  ].filter(({ share }) => share > 0);
  if (parts.length === 0) return 'campaign mail is delivered, and nothing more happens';
  return `of campaign mail ${parts.map(({ share, word }) => `${percent.format(share)} ${word}`).join(', ')}`;
}

/** What decides, and what comes of it: "+bounce" and "mail to it bounces for good (550 5.1.1)". */
export function outcomeWords(outcome: ContactOutcome): { by: string; what: string } {
  switch (outcome.rule) {
    case 'tag':
      return { by: `+${outcome.name} in its address`, what: `mail to it ${resultWords(outcome)}` };
    case 'simulator':
      return { by: `${outcome.name}@ the simulator`, what: `mail to it ${resultWords(outcome)}` };
    case 'profile':
      return {
        by: `Profile ${outcome.name}`,
        what: outcome.profile ? profileWords(outcome.profile) : 'decides for each campaign',
      };
  }
}

const stateOfResult = { hard: 'bounced', soft: 'bounced', blocked: 'bounced', defer: 'deferred' } as const;

/** The colour of what an address asks for; none where the profile decides. */
export function outcomeState({ result, actions }: ContactOutcome): string | null {
  if (result === null) return null;
  if (result !== 'accept') return stateOfResult[result];
  if (actions.includes('spam_reported')) return 'spam';
  if (actions.includes('unsubscribed')) return 'unsubscribed';
  if (actions.includes('clicked')) return 'clicked';
  return actions.includes('opened') ? 'opened' : 'delivered';
}
