import { useState } from 'preact/hooks';
import type { Attachment, Message } from '../../../src/contract/message.js';
import { Icon } from '../../shell/late-icons.js';
import { countWords } from '../../words/count-words.js';
import { splitFileName } from '../../words/file-name.js';
import { sizeWords } from '../../words/size-words.js';
import type { Addresses } from './message-api.js';

export interface AttachmentsProps {
  message: Message;
  addresses: Addresses;
}

/** More than these are folded until they are asked for; fewer on a phone, where each takes a line. */
const mostShown = () => (window.matchMedia('(width < 40rem)').matches ? 3 : 6);
/** The server shows no larger picture. */
const mostPicture = 10 * 1024 * 1024;

/** "40 attachments, 1 more in the text": the row in the list counts the first. */
function countedWords({ attachments, attachment_count: apart }: Message): string {
  const within = attachments.length - apart;
  return [
    ...(apart > 0 ? [countWords(apart, 'attachment')] : []),
    ...(within > 0 ? [`${within.toLocaleString()} ${apart > 0 ? 'more ' : ''}in the text`] : []),
  ].join(', ');
}

/** The files of a mail, those that are shown in its text last. */
export function Attachments({ message, addresses }: AttachmentsProps) {
  const { id } = message;
  const [isWhole, setWhole] = useState(false);
  const files = [...message.attachments].sort((a, b) => Number(a.inline) - Number(b.inline));
  const { length } = files;
  const most = mostShown();
  // One more would take the room of the button that shows it.
  const isLong = length > most + 1;
  const size = files.reduce((sum, attachment) => sum + attachment.size, 0);
  return (
    <div class="attachments">
      <ul aria-label="Attachments">
        {(isLong && !isWhole ? files.slice(0, most) : files).map((attachment) => (
          <li key={attachment.index}>
            <File {...{ id, attachment, addresses }} />
          </li>
        ))}
      </ul>
      <div class="attachment-tools">
        {length > 1 && <span class="muted">{countedWords(message)}</span>}
        {isLong && (
          <button type="button" class="button quiet small" onClick={() => setWhole(!isWhole)}>
            {isWhole ? 'Show fewer' : `Show ${length - most} more`}
          </button>
        )}
        {length > 1 && (
          <a
            class="button quiet small"
            href={addresses.attachments(id)}
            download={`${id}-attachments.zip`}
            title={`All ${length} files as one zip`}
          >
            <Icon name="download" size={14} /> Download all
            <small>{sizeWords(size)}</small>
          </a>
        )}
      </div>
    </div>
  );
}

interface FileProps {
  id: string;
  attachment: Attachment;
  addresses: Addresses;
}

const File = ({ id, attachment, addresses }: FileProps) => (
  <a
    class="attachment"
    href={addresses.attachment(id, attachment.index)}
    download={attachment.filename ?? ''}
    title={attachment.inline ? `${attachment.content_type}, shown in the text` : attachment.content_type}
  >
    <Thumbnail {...{ id, attachment, addresses }} />
    <span class="attachment-words">
      <FileName name={attachment.filename ?? `part ${attachment.index + 1} (${attachment.content_type})`} />
      <small>
        {sizeWords(attachment.size)}
        {attachment.inline && ' · in the text'}
      </small>
    </span>
  </a>
);

/** Pictures by themselves, other files as a drawing; so is a picture that cannot be shown. */
function Thumbnail({ id, attachment: { index, content_type, size, inline }, addresses }: FileProps) {
  const [isFailed, setFailed] = useState(false);
  const isPicture = /^image\/(?!svg)/i.test(content_type);
  if (!isPicture || isFailed || size > mostPicture)
    return (
      <span class="thumbnail">
        <Icon name={isPicture || inline ? 'image' : 'clip'} />
      </span>
    );
  return (
    <img
      class="thumbnail"
      src={addresses.picture(id, index)}
      alt=""
      loading="lazy"
      decoding="async"
      onError={() => setFailed(true)}
    />
  );
}

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
