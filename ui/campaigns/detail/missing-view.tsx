import type { CampaignReport } from '../../../src/contract/campaign-report.js';

const shown = 20;

/** Values that the templates name and mails lacked; nothing where all had all. */
export function MissingView({ report: { missing } }: { report: CampaignReport }) {
  if (missing.length === 0) return null;
  return (
    <section class="cmp-section" aria-labelledby="cmp-missing">
      <h3 id="cmp-missing">Values missing</h3>
      <ul class="cmp-audience">
        {missing.slice(0, shown).map(({ name, mails }) => (
          <li key={name}>
            <code>
              <bdi>{`{{${name}}}`}</bdi>
            </code>
            <span class="cmp-number">
              {mails.toLocaleString()} {mails === 1 ? 'mail' : 'mails'}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
