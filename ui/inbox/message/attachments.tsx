import type { Message } from '../../../src/contract/message.js';
import { Icon } from '../../shell/icons.js';
import { sizeWords } from '../../words/size-words.js';
import type { Addresses } from '../api.js';

export const Attachments = ({ message, addresses }: { message: Message; addresses: Addresses }) => (
  <ul class="attachments" aria-label="Attachments">
    {message.attachments.map(({ index, filename, content_type, size, inline }) => (
      <li key={index}>
        <a
          class="attachment"
          href={addresses.attachment(message.id, index)}
          download={filename ?? ''}
          title={content_type}
        >
          <Icon name={inline ? 'image' : 'clip'} size={14} />
          <span class="attachment-name">{filename ?? `part ${index + 1} (${content_type})`}</span>
          <small>{sizeWords(size)}</small>
        </a>
      </li>
    ))}
  </ul>
);
