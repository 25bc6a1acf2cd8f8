import type { Failed } from './loading/use-fetched.js';

export interface NotThereProps {
  /** What the address names: "contact". */
  what: string;
  failure: Pick<Failed, 'isMissing' | 'issue'>;
  /** Why there may be none, where it was not deleted. */
  why?: string;
  /** Where the button leads: "contacts". */
  place: string;
  onBack(): void;
  /** Whether it is all that the page has, which nothing else heads. */
  isAlone?: boolean;
}

/** In the place of something that could not be fetched. */
export function NotThere({ what, failure, place, onBack, isAlone = false, ...props }: NotThereProps) {
  const Heading = isAlone ? 'h1' : 'h2';
  const { why = `It was deleted, or the address names no ${what} of this workspace.` } = props;
  return (
    <div class="absent" role="alert">
      <Heading>
        {failure.isMissing ? `This ${what} is not there` : `The ${what} could not be fetched`}
      </Heading>
      <p class="muted">{failure.isMissing ? why : <bdi>{failure.issue}</bdi>}</p>
      <button type="button" class="button" onClick={onBack}>
        Back to the {place}
      </button>
    </div>
  );
}
