import { useState } from 'preact/hooks';
import { reasonOf } from '../shell/workspace/control.js';
import type { Control } from '../shell/workspace/control.js';

const fields = [
  { name: 'payload', word: 'Body, byte for byte as it came', rows: 4, required: true },
  { name: 'signature', word: 'Signature header', rows: 1, required: true },
  {
    name: 'secret',
    word: 'Secret that your receiver uses; that of this endpoint unless given',
    rows: 1,
    required: false,
  },
] as const;

interface Verdict {
  valid: boolean;
  reason: string;
}

type Values = Record<(typeof fields)[number]['name'], string>;

/** Tells why a signature does not match that of an endpoint. */
export function CheckSignature({ control, webhook }: { control: Control; webhook: string }) {
  const [values, setValues] = useState<Values>({ payload: '', signature: '', secret: '' });
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const check = (event: Event) => {
    event.preventDefault();
    const { secret, ...given } = values;
    const by = secret === '' ? { webhook } : { secret };
    void control
      .judge<Verdict>('/webhooks/verify', { ...given, ...by })
      .catch((error: unknown) => ({ valid: false, reason: reasonOf(error) }))
      .then(setVerdict);
  };
  return (
    <details class="check-signature">
      <summary>Why is my signature wrong?</summary>
      <form class="form" onSubmit={check}>
        {fields.map(({ name, word, rows, required }) => (
          <label key={name}>
            {word}
            <textarea
              required={required}
              rows={rows}
              class="field mono"
              spellcheck={false}
              value={values[name]}
              onInput={({ currentTarget }) => setValues((held) => ({ ...held, [name]: currentTarget.value }))}
            />
          </label>
        ))}
        <button type="submit" class="button">
          Check the signature
        </button>
        {verdict && (
          <p class={`notice ${verdict.valid ? 'state-delivered' : 'state-bounced'}`} role="status">
            {verdict.reason}
          </p>
        )}
      </form>
    </details>
  );
}
