import { MailFrame } from '../../../../shell/mail-frame.js';
import { recipientOf } from '../../../../words/mailbox-words.js';
import type { PartProps } from '../../parts.js';
import type { ComparedMail } from './use-others.js';

/** Both pages as their recipients see them, each in a frame of its own. */
export const PagePair = ({
  pair,
  addresses,
  onStray,
}: Pick<PartProps, 'addresses' | 'onStray'> & { pair: [ComparedMail, ComparedMail] }) => (
  <div class="page-pair">
    {pair.map(({ message, text }) =>
      message.html === null ? (
        <pre key={message.id} class="mail-text" dir="auto">
          {text}
        </pre>
      ) : (
        <MailFrame
          class="preview"
          key={message.id}
          title={`Message to ${recipientOf(message).address} as HTML`}
          src={addresses.html(message.id, false)}
          onStray={onStray}
        />
      ),
    )}
  </div>
);
