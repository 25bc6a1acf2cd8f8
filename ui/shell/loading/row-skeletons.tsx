export interface RowSkeletonsProps {
  /** How high a row of this list is. */
  height: 'line' | 'contact' | 'endpoint';
  count?: number;
  /** Whether a line with the names of columns stands above them. */
  hasHead?: boolean;
}

/** Keeps the layout while the first rows of a list are on their way, and is seen only when that takes long. */
export const RowSkeletons = ({ height, count = 9, hasHead = false }: RowSkeletonsProps) => (
  <div class={`row-skeletons of-${height}`} aria-busy="true">
    {hasHead && (
      <div class="row-skeletons-head">
        <i />
      </div>
    )}
    {Array.from({ length: count }, (_, at) => (
      <div key={at}>
        <i />
      </div>
    ))}
  </div>
);
