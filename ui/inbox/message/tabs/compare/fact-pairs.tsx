import type { Message } from '../../../../../src/contract/message.js';
import { stateOf, stateWords } from '../../../../words/mail-state.js';
import { mailboxWords, recipientOf, subjectOf } from '../../../../words/mailbox-words.js';
import { sizeWords } from '../../../../words/size-words.js';
import { isolated } from '../../../../words/isolated.js';

const facts: readonly { word: string; of(mail: Message): string }[] = [
  { word: 'To', of: (mail) => mailboxWords(recipientOf(mail)) },
  { word: 'Subject', of: subjectOf },
  { word: 'State', of: (mail) => stateWords[stateOf(mail)] },
  { word: 'No value for', of: ({ missing }) => missing.map(isolated).join(', ') || 'nothing' },
  { word: 'Size', of: ({ size }) => sizeWords(size) },
  { word: 'Links', of: ({ links }) => String(links.length) },
  {
    word: 'Attachments',
    of: ({ attachments }) =>
      attachments.map(({ filename }) => isolated(filename ?? '(no name)')).join(', ') || 'none',
  },
];

/** What is known of two mails, fact by fact; what differs is marked. */
export const FactPairs = ({ left, right }: { left: Message; right: Message }) => (
  <table class="fact-pairs">
    <thead>
      <tr>
        <td />
        <th scope="col">This mail</th>
        <th scope="col">
          <a href={`#/inbox/${right.id}`}>The other</a>
        </th>
      </tr>
    </thead>
    <tbody>
      {facts.map(({ word, of }) => {
        const [one, two] = [of(left), of(right)];
        return (
          <tr key={word} class={one === two ? '' : 'differs'}>
            <th scope="row">
              {word}
              {one !== two && <span class="hidden"> (differs)</span>}
            </th>
            <td dir="auto">{one}</td>
            <td dir="auto">{two}</td>
          </tr>
        );
      })}
    </tbody>
  </table>
);
