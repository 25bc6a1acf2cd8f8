import type { Message } from '../../../src/contract/message.js';
import { Icon } from '../../shell/icons.js';
import { splitFileName } from '../../words/file-name.js';
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
          <FileName name={filename ?? `part ${index + 1} (${content_type})`} />
          <small>{sizeWords(size)}</small>
        </a>
      </li>
    ))}
  </ul>
);

/** The end of the name, which says what the file is, stands last and is never cut. */
function FileName({ name }: { name: string }) {
  const { stem, extension } = splitFileName(name);
  return (
    <span class="attachment-name">
      <bdi class="attachment-stem">{stem}</bdi>
      <bdi>{extension}</bdi>
    </span>
  );
}
