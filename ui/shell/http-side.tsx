import { CopyButton } from './copy-button.js';
import type { Clip } from './use-copy.js';
import { laidOut } from '../words/laid-out.js';
import { sizeWords } from '../words/size-words.js';

export interface HttpSideProps {
  title: string;
  /** Whose it is, where a page has several: `attempt 2`. */
  of?: string;
  headers: Record<string, string>;
  /** null where there is none. */
  body: string | null;
  /** In bytes, of the whole body; null where that is not known. */
  size: number | null;
  query?: string;
  clip: Clip;
}

/** The query, headers and body of one side of an exchange. */
export function HttpSide({ title, of, headers, body, size, query = '', clip }: HttpSideProps) {
  const rows = Object.entries(headers);
  return (
    <section class="http-side" aria-label={of ? `${title} of ${of}` : title}>
      <h3>
        {title} {size !== null && size > 0 && <small class="muted">{sizeWords(size)}</small>}
        {body !== null && body !== '' && (
          <CopyButton
            clip={clip}
            text={body}
            label={`Copy the body of the ${title.toLowerCase()}${of ? ` of ${of}` : ''}`}
          />
        )}
      </h3>
      {query !== '' && <Values entries={[...new URLSearchParams(query)]} label="Query" />}
      {body !== null && body !== '' && (
        <pre class="code" tabIndex={0} dir="auto">
          {laidOut(body)}
        </pre>
      )}
      {(body === null || body === '') && <p class="muted">No body</p>}
      {rows.length > 0 && (
        <details>
          <summary>
            {rows.length} {rows.length === 1 ? 'header' : 'headers'}
          </summary>
          <Values entries={rows} label="Headers" />
        </details>
      )}
    </section>
  );
}

/** Names and values, such as headers. */
export const Values = ({
  entries,
  label,
}: {
  entries: readonly (readonly [string, string])[];
  label: string;
}) => (
  <dl class="values" aria-label={label}>
    {entries.map(([name, value], index) => (
      <div key={index}>
        <dt>{name}</dt>
        <dd>
          <bdi>{value}</bdi>
        </dd>
      </div>
    ))}
  </dl>
);
