import { useState } from 'preact/hooks';
import type { SettingRow } from '../../../src/contract/setting.js';
import { Chip } from '../../shell/chip.js';
import type { PageProps } from '../../shell/page.js';
import { Section, Skeleton, TextInput } from '../parts.js';

const sourceWords: Record<SettingRow['source'], string> = {
  flag: 'from its flag',
  environment: 'from the environment',
  option: 'from an option',
  default: 'default',
  call: 'set by a call',
};

function valueWords({ value }: SettingRow): string | null {
  if (value === null || (Array.isArray(value) && value.length === 0)) return null;
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

const isMeant = ({ flag, env, help }: SettingRow, text: string): boolean =>
  `${flag} ${env} ${help}`.toLowerCase().includes(text.trim().toLowerCase());

/** Each setting with its value, and how it is given at the start. */
export function InForceSection({ info }: PageProps) {
  const [text, setText] = useState('');
  return (
    <Section
      title="Settings in force"
      lead="As the emulator was started with them, and as calls have changed them in this workspace since. A flag wins over its environment variable; both take effect at the next start."
    >
      <TextInput label="Find a setting" type="search" value={text} onInput={setText} />
      {info ? <Rows rows={info.setting_rows.filter((row) => isMeant(row, text))} /> : <Skeleton />}
    </Section>
  );
}

function Rows({ rows }: { rows: readonly SettingRow[] }) {
  if (rows.length === 0) return <p class="muted">No setting has that in its name or help.</p>;
  return (
    <ul class="set-list set-rows">
      {rows.map((row) => (
        <SettingItem key={row.name} row={row} />
      ))}
    </ul>
  );
}

function SettingItem({ row }: { row: SettingRow }) {
  const value = valueWords(row);
  return (
    <li>
      <div class="set-name">
        <code>{row.flag}</code>
        <span class="muted">{row.help}</span>
        <code class="muted set-env">{row.env}</code>
      </div>
      <div class="set-value">
        {value === null ? <span class="muted">none</span> : <bdi class="mono">{value}</bdi>}
        {row.source === 'default' ? (
          <span class="muted">default</span>
        ) : (
          <>
            <Chip tiny state="opened">
              {sourceWords[row.source]}
            </Chip>
            <span class="muted">default: {row.default}</span>
          </>
        )}
      </div>
    </li>
  );
}
