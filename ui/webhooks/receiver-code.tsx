import { useEffect, useState } from 'preact/hooks';
import { CopyButton } from '../shell/copy-button.js';
import type { Clip } from '../shell/use-copy.js';

interface Receiver {
  name: string;
  code: string;
}

/** The receivers of the documents, whose code our tests run: a heading and its block each. */
async function loadReceivers(): Promise<Receiver[]> {
  const { default: page } = await import('../../docs/receivers.md?raw');
  return [...page.matchAll(/^## (.+)\n+```\w+\n([^]*?)^```$/gm)].map(([, name = '', code = '']) => ({
    name,
    code,
  }));
}

/** Code of a receiver that checks the signature, for several frameworks. */
export function ReceiverCode({ clip }: { clip: Clip }) {
  const [receivers, setReceivers] = useState<readonly Receiver[]>([]);
  const [chosen, setChosen] = useState(0);
  useEffect(() => void loadReceivers().then(setReceivers), []);
  const open = receivers[chosen];
  if (!open) return null;
  return (
    <section aria-label="Code of a receiver">
      <h3>A receiver that checks the signature</h3>
      <div class="filters">
        {receivers.map(({ name }, index) => (
          <button
            key={name}
            type="button"
            class="filter"
            aria-pressed={index === chosen}
            onClick={() => setChosen(index)}
          >
            {name}
          </button>
        ))}
      </div>
      <figure class="example">
        <figcaption>
          <b>{open.name}</b>
          <CopyButton clip={clip} text={open.code} label={`Copy the receiver for ${open.name}`} />
        </figcaption>
        <pre tabIndex={0}>{open.code}</pre>
      </figure>
    </section>
  );
}
