import type { Profile, ProfileName, SimulationSetting } from '../../../src/contract/simulation.js';
import { ActButton } from '../../shell/act-button.js';
import type { PageProps } from '../../shell/page.js';
import { Choice, Loaded, onSubmit, Section, TextInput } from '../parts.js';
import { useAct } from '../use-act.js';
import type { Act } from '../use-act.js';
import { useResource } from '../use-resource.js';
import { profileNames, profileWords } from '../../words/profile-words.js';
import { useTyped } from '../use-typed.js';

type Name = ProfileName | 'custom';

const choices = { ...profileWords, custom: { word: 'Custom', hint: 'Shares of your own.' } };
const names: readonly Name[] = [...profileNames, 'custom'];
const isName = (name: string): name is ProfileName => profileNames.some((one) => one === name);

const shareWords: Record<keyof Profile['shares'], string> = {
  bounced: 'Bounced, of those sent',
  opened: 'Opened, of those delivered',
  clicked: 'Clicked',
  unsubscribed: 'Unsubscribed',
  spam_reports: 'Reported as spam',
};
type Share = keyof Profile['shares'];
const shares = Object.keys(shareWords) as Share[];

/** A share as the percentage that one types. */
const percent = (share: number): string => String(Number((share * 100).toFixed(4)));

/** Who does what with campaign mail. */
export function SimulationSection(props: PageProps) {
  const simulation = useResource<SimulationSetting>(props, '/simulation', { looks: true });
  const { act, isBusy } = useAct(props, simulation.reload);
  return (
    <Section
      title="Simulation"
      lead="What recipients of campaigns do with their mail, for the campaigns to come. The +tag of an address (ada+bounce@…) wins over the profile."
    >
      <Loaded of={simulation}>
        {(current) => <SimulationForm {...props} {...{ current, act, isBusy }} />}
      </Loaded>
    </Section>
  );
}

interface FormProps extends PageProps {
  current: SimulationSetting;
  act: Act;
  isBusy: boolean;
}

function SimulationForm({ control, current, act, isBusy }: FormProps) {
  const { profile } = current;
  const { valueOf, isTyped, enter } = useTyped<Share | 'name' | 'sampling' | 'speed' | 'seed'>({
    ...{ bounced: '', opened: '', clicked: '', unsubscribed: '', spam_reports: '' },
    ...Object.fromEntries(shares.map((share) => [share, percent(profile.shares[share])])),
    ...{ name: isName(profile.name) ? profile.name : 'custom', sampling: profile.sampling },
    ...{ speed: String(current.speed), seed: String(current.seed) },
  });
  const isCustom = valueOf('name') === 'custom';
  const isOther = isTyped('name') || (isCustom && [...shares, 'sampling' as const].some(isTyped));
  const custom = () => ({
    name: 'custom',
    sampling: valueOf('sampling'),
    shares: Object.fromEntries(shares.map((share) => [share, Number(valueOf(share)) / 100])),
  });
  // What others changed meanwhile stays as it is.
  const save = () =>
    act(
      () =>
        control.change('PUT', '/simulation', {
          ...(isOther && { profile: isCustom ? custom() : valueOf('name') }),
          ...(isTyped('speed') && { speed: Number(valueOf('speed')) }),
          ...(isTyped('seed') && { seed: Number(valueOf('seed')) }),
        }),
      'The simulation is changed, for the campaigns to come',
    );
  return (
    <form class="set-form" onSubmit={onSubmit(() => void save())}>
      <fieldset class="set-radios">
        <legend>Profile</legend>
        {names.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="profile"
              checked={valueOf('name') === one}
              onChange={() => enter('name')(one)}
            />
            <span>
              <b>{choices[one].word}</b> <span class="muted">{choices[one].hint}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {isCustom && (
        <>
          <div class="set-grid">
            {shares.map((share) => (
              <TextInput
                key={share}
                label={`${shareWords[share]} (%)`}
                field={`profile.shares.${share}`}
                type="number"
                min={0}
                max={100}
                step="any"
                required
                value={valueOf(share)}
                onInput={enter(share)}
              />
            ))}
          </div>
          <Choice
            label="How many in a campaign"
            value={valueOf('sampling') === 'exact' ? 'exact' : 'random'}
            choices={[
              { value: 'exact', word: 'Exactly these shares' },
              { value: 'random', word: 'Each recipient by chance' },
            ]}
            onChoose={enter('sampling')}
          />
        </>
      )}
      <div class="set-grid">
        <TextInput
          label="Speed"
          field="speed"
          hint="Simulated delays are divided by it."
          type="number"
          min={0}
          step="any"
          required
          value={valueOf('speed')}
          onInput={enter('speed')}
        />
        <TextInput
          label="Seed"
          field="seed"
          hint="The same seed, the same choices."
          type="number"
          step={1}
          required
          value={valueOf('seed')}
          onInput={enter('seed')}
        />
      </div>
      <ActButton type="submit" class="button" isOff={isBusy}>
        Save the simulation
      </ActButton>
    </form>
  );
}
