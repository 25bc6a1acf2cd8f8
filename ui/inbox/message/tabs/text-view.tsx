import { useMemo, useState } from 'preact/hooks';
import type { Clip } from '../../../shell/use-copy.js';
import { Nothing } from '../nothing.js';
import type { PartProps } from '../parts.js';
import { ConfirmLink } from './confirm-link.js';
import type { OfferedLink } from './confirm-link.js';
import { targetOf, textPartsOf } from './text-parts.js';

export const TextView = ({ message: { text, links }, clip }: Pick<PartProps, 'message' | 'clip'>) =>
  text === null || text.trim() === '' ? (
    <Nothing>This message has no text part.</Nothing>
  ) : (
    <LinkedText text={text} links={links} clip={clip} />
  );

/** A text whose links ask before they lead out of the page. */
function LinkedText({
  text,
  links,
  clip,
}: {
  text: string;
  links: PartProps['message']['links'];
  clip: Clip;
}) {
  const parts = useMemo(() => textPartsOf(text, links), [text, links]);
  const [asked, setAsked] = useState<OfferedLink | null>(null);
  return (
    <>
      <pre class="mail-text" dir="auto">
        {parts.map(({ text: shown, link }, at) =>
          link === null ? (
            shown
          ) : (
            <a
              key={at}
              href={targetOf(shown)}
              rel="noopener noreferrer"
              onClick={(event) => {
                event.preventDefault();
                setAsked({ shown, link });
              }}
              // The middle button would open it without a question.
              onAuxClick={(event) => event.preventDefault()}
            >
              <bdi>{shown}</bdi>
            </a>
          ),
        )}
      </pre>
      {asked && <ConfirmLink {...asked} clip={clip} onClose={() => setAsked(null)} />}
    </>
  );
}
