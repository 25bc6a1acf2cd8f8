import { Chip } from '../shell/chip.js';
import { Icon } from '../shell/icons.js';
import { stateIcons, stateWords } from '../words/mail-state.js';
import type { MailState } from '../words/mail-state.js';

/** How far a mail has come, as a drawing beside a line that has the word, or on hover. */
export const StateMark = ({ state, title }: { state: MailState; title?: string }) => (
  <span class={`state-mark state-${state}`} title={title}>
    <Icon name={stateIcons[state]} size={14} />
  </span>
);

/** How far a mail has come, in words. */
export const StateChip = ({ state, detail }: { state: MailState; detail?: string | undefined }) => (
  <Chip state={state} icon={stateIcons[state]}>
    {stateWords[state]}
    {detail && <span class="chip-detail">{detail}</span>}
  </Chip>
);
