import { isolated } from './isolated.js';

export interface NoticedMail {
  to: { name: string; address: string };
  subject: string;
}

/** Recipients that a notification of several mails names. */
const mostNamed = 3;

const whoOf = ({ to }: NoticedMail): string => (to.name === '' ? to.address : to.name);

/** What a desktop notification says of mail that came in, oldest first. */
export function noticeWords(mails: readonly NoticedMail[]): { title: string; body: string } {
  const [first] = mails;
  if (mails.length === 1 && first) return { title: first.subject, body: `To ${isolated(whoOf(first))}` };
  const names = [...new Set(mails.map((mail) => isolated(whoOf(mail))))];
  const rest = names.length - mostNamed;
  const named = names.slice(0, mostNamed).join(', ');
  return {
    title: `${mails.length.toLocaleString()} new messages`,
    body: `To ${named}${rest > 0 ? ` and ${rest.toLocaleString()} more` : ''}`,
  };
}
