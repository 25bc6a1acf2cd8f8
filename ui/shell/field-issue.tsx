import { Icon } from './late-icons.js';
import './styles/field-issue.css';

/** What was expected of a field, below it; `id` is what the field is described by. */
export const FieldIssue = ({ id, issue }: { id: string; issue: string }) => (
  <span class="field-issue" id={id}>
    <Icon name="warning" size={14} />
    <bdi>{issue}</bdi>
  </span>
);
