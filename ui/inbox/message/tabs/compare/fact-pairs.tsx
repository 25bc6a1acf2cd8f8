import { Fragment } from 'preact';
import type { Message } from '../../../../../src/contract/message.js';
import { stateOf, stateWords } from '../../../../words/mail-state.js';
import { recipientOf, subjectOf } from '../../../../words/mailbox-words.js';
import { sizeWords } from '../../../../words/size-words.js';

/** A fact of a mail, in texts that each keep their own direction. */
interface FactOfMail {
  word: string;
  of(mail: Message): readonly string[];
  between?: string;
  /** Where there is no text. */
  none?: string;
}

const facts: readonly FactOfMail[] = [
  { word: 'To', of: recipientTexts, between: ' ' },
  { word: 'Subject', of: (mail) => [subjectOf(mail)] },
  { word: 'State', of: (mail) => [stateWords[stateOf(mail)]] },
  { word: 'No value for', of: ({ missing }) => missing, none: 'nothing' },
  { word: 'Size', of: ({ size }) => [sizeWords(size)] },
  { word: 'Links', of: ({ links }) => [String(links.length)] },
  {
    word: 'Attachments',
    of: ({ attachments }) => attachments.map(({ filename }) => filename ?? '(no name)'),
    none: 'none',
  },
];

function recipientTexts(mail: Message): readonly string[] {
  const { name, address } = recipientOf(mail);
  return name === '' ? [address] : [name, `<${address}>`];
}

const Texts = ({
  texts,
  between = ', ',
  none = '',
}: Omit<FactOfMail, 'word' | 'of'> & { texts: readonly string[] }) => (
  <td>
    {texts.length === 0 && none}
    {texts.map((text, at) => (
      <Fragment key={at}>
        {at > 0 && between}
        <bdi>{text}</bdi>
      </Fragment>
    ))}
  </td>
);

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
      {facts.map(({ word, of, ...rest }) => {
        const [one, two] = [of(left), of(right)];
        const isOther = one.join('\n') !== two.join('\n');
        return (
          <tr key={word} class={isOther ? 'differs' : ''}>
            <th scope="row">
              {word}
              {isOther && <span class="hidden"> (differs)</span>}
            </th>
            <Texts {...rest} texts={one} />
            <Texts {...rest} texts={two} />
          </tr>
        );
      })}
    </tbody>
  </table>
);
