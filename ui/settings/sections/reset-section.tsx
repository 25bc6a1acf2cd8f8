import { useState } from 'preact/hooks';
import type { Info } from '../../shell/workspace/info.js';
import type { PageProps } from '../../shell/page.js';
import { countWords } from '../../words/count-words.js';
import { Section } from '../parts.js';
import { Question } from '../question.js';
import { useAct } from '../use-act.js';

const heldWords = ({ workspace: { counts } }: Info): string =>
  `${countWords(counts.contacts, 'contact')}, ${countWords(counts.campaigns, 'campaign')} and ${countWords(counts.messages, 'mail')}`;

/** Empties the workspace. */
export function ResetSection(props: PageProps) {
  const { control, info } = props;
  const { act, isBusy } = useAct(props, () => undefined);
  const [isAll, setAll] = useState(false);
  const [isFilled, setFilled] = useState(false);
  const hasFixture = Array.isArray(info?.settings['fixture']) && info.settings['fixture'].length > 0;
  const reset = () =>
    void act(
      () => control.change('POST', '/reset', { to: isFilled ? 'fixtures' : 'empty', all: isAll }),
      isFilled ? 'The workspace is as at the start' : 'The workspace is empty',
    );
  return (
    <Section
      title="Reset"
      lead="Empties this workspace: contacts, campaigns, mail, events and deliveries. Other workspaces and snapshots stay."
    >
      <div class="set-form set-danger">
        <label class="set-check">
          <input type="checkbox" checked={isAll} onChange={() => setAll(!isAll)} />
          Keys and endpoints made by calls go too
        </label>
        <label class="set-check" title={hasFixture ? undefined : 'No --fixture was given at the start'}>
          <input
            type="checkbox"
            checked={isFilled}
            disabled={!hasFixture}
            onChange={() => setFilled(!isFilled)}
          />
          Fill it as at the start
        </label>
        <Question
          word="Reset this workspace"
          isLoud
          disabled={isBusy || info === null}
          title={`Reset the workspace ${info?.workspace.id ?? ''}?`}
          text={`${info ? heldWords(info) : 'Everything'} go. This cannot be undone.`}
          action="Reset"
          onConfirm={reset}
        />
      </div>
    </Section>
  );
}
