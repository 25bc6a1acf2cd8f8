export interface FilterButtonsProps<T extends string> {
  label: string;
  choices: readonly { value: T; word: string; hint?: string }[];
  chosen: T | null;
  onChoose(value: T | null): void;
}

/** What a list can be narrowed to, one at a time; pressed again, it is whole. */
export const FilterButtons = <T extends string>({
  label,
  choices,
  chosen,
  onChoose,
}: FilterButtonsProps<T>) => (
  <div class="filters" role="group" aria-label={label}>
    {choices.map(({ value, word, hint }) => (
      <button
        key={value}
        type="button"
        class="filter"
        title={hint}
        aria-pressed={chosen === value}
        onClick={() => onChoose(chosen === value ? null : value)}
      >
        {word}
      </button>
    ))}
  </div>
);
