import type { Failed } from './loading/use-fetched.js';

export interface NotThereProps {
  /** What the address names: "contact". */
  what: string;
  failure: Failed;
  /** Why it may not be there, where it was not deleted: "The log keeps the last 1000". */
  why?: string;
}

/** In the place of something that could not be fetched. */
export const NotThere = ({ what, failure, why = 'It was deleted' }: NotThereProps) => (
  <div class="absent" role="alert">
    <h2>{failure.isMissing ? `This ${what} is not there` : `The ${what} could not be fetched`}</h2>
    <p class="muted">
      {failure.isMissing ? (
        `${why}, or the address names no ${what} of this workspace.`
      ) : (
        <bdi>{failure.issue}</bdi>
      )}
    </p>
  </div>
);
