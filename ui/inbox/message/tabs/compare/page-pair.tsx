import { useFrameGuard } from '../../../../shell/use-frame-guard.js';
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
        <PageFrame
          key={message.id}
          title={`Message to ${recipientOf(message).address} as HTML`}
          src={addresses.html(message.id, false)}
          onStray={onStray}
        />
      ),
    )}
  </div>
);

function PageFrame({ title, src, onStray }: { title: string; src: string; onStray(): void }) {
  const { generation, onLoad } = useFrameGuard(src, onStray);
  return (
    <iframe
      key={generation}
      class="preview"
      title={title}
      sandbox=""
      referrerpolicy="no-referrer"
      src={src}
      onLoad={onLoad}
    />
  );
}
