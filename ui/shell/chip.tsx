import type { MailState } from '../words/mail-state.js';
import { stateWords } from '../words/mail-state.js';
import { Icon, stateIcons } from './icons.js';

/** A state as icon and word in its colour. */
export const StateChip = ({ state, detail }: { state: MailState; detail?: string | undefined }) => (
  <span class={`chip state-${state}`}>
    <Icon name={stateIcons[state]} size={14} />
    {stateWords[state]}
    {detail && <span class="chip-detail">{detail}</span>}
  </span>
);
