import type { Import } from './use-import.js';

interface ChoiceProps {
  name: string;
  isChosen: boolean;
  label: string;
  onChoose(): void;
}

const Choice = ({ name, isChosen, label, onChoose }: ChoiceProps) => (
  <label class="contacts-check">
    <input type="radio" name={name} checked={isChosen} onChange={onChoose} />
    {label}
  </label>
);

/** What becomes of contacts that are there, and of the others where lines are faulty. */
export function ImportChoices({ importing, hasFaults }: { importing: Import; hasFaults: boolean }) {
  const { options, change } = importing;
  return (
    <>
      <fieldset class="contacts-choices">
        <legend>Contacts that are there already</legend>
        <Choice
          name="existing"
          label="stay as they are"
          isChosen={options.existing === 'skip'}
          onChoose={() => change({ existing: 'skip' })}
        />
        <Choice
          name="existing"
          label="get the fields of their line; empty cells change nothing"
          isChosen={options.existing === 'update'}
          onChoose={() => change({ existing: 'update' })}
        />
      </fieldset>
      {hasFaults && (
        <fieldset class="contacts-choices">
          <legend>Because of the faulty lines</legend>
          <Choice
            name="faulty"
            label="nothing is imported"
            isChosen={options.faulty === 'refuse'}
            onChoose={() => change({ faulty: 'refuse' })}
          />
          <Choice
            name="faulty"
            label="they are left out, and the others are imported"
            isChosen={options.faulty === 'skip'}
            onChoose={() => change({ faulty: 'skip' })}
          />
        </fieldset>
      )}
    </>
  );
}
