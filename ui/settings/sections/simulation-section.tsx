import { useState } from 'preact/hooks';
import type { Profile } from '../../../src/contract/simulation.js';
import type { PageProps } from '../../shell/page.js';
import { Choice, Loaded, onSubmit, Section, TextInput } from '../parts.js';
import { useAct } from '../use-act.js';
import type { Act } from '../use-act.js';
import { useResource } from '../use-resource.js';

interface Simulation {
  profile: Profile;
  speed: number;
  seed: number;
}

type Name = 'manual' | 'reference' | 'classic' | 'custom';

const profileWords: Record<Name, { word: string; hint: string }> = {
  manual: { word: 'Manual', hint: 'Mail is delivered; nothing more happens by itself.' },
  reference: { word: 'Reference', hint: 'The shares of the stats in the API reference.' },
  classic: { word: 'Classic', hint: 'Averages of newsletters: few bounces, every fourth opened.' },
  custom: { word: 'Custom', hint: 'Shares of your own.' },
};
const names = Object.keys(profileWords) as Name[];
const isName = (name: string): name is Name => name !== 'custom' && names.some((one) => one === name);

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
  const simulation = useResource<Simulation>(props, '/simulation');
  const { act, isBusy } = useAct(props, simulation.reload);
  return (
    <Section
      title="Simulation"
      lead="What recipients of campaigns do with their mail, for the campaigns to come. The +tag of an address (ada+bounce@…) wins over the profile."
    >
      <Loaded of={simulation}>
        {(current) => (
          <SimulationForm {...props} key={JSON.stringify(current)} {...{ current, act, isBusy }} />
        )}
      </Loaded>
    </Section>
  );
}

interface FormProps extends PageProps {
  current: Simulation;
  act: Act;
  isBusy: boolean;
}

function SimulationForm({ control, current, act, isBusy }: FormProps) {
  const { profile } = current;
  const [name, setName] = useState<Name>(isName(profile.name) ? profile.name : 'custom');
  const [sampling, setSampling] = useState(profile.sampling);
  const [typed, setTyped] = useState<Partial<Record<Share, string>>>({});
  const [speed, setSpeed] = useState(String(current.speed));
  const [seed, setSeed] = useState(String(current.seed));
  const textOf = (share: Share) => typed[share] ?? percent(profile.shares[share]);
  const custom = () => ({
    name: 'custom',
    sampling,
    shares: Object.fromEntries(shares.map((share) => [share, Number(textOf(share)) / 100])),
  });
  const save = () =>
    act(
      () =>
        control.change('PUT', '/simulation', {
          profile: name === 'custom' ? custom() : name,
          speed: Number(speed),
          seed: Number(seed),
        }),
      'The simulation is changed, for the campaigns to come',
    );
  return (
    <form class="set-form" onSubmit={onSubmit(() => void save())}>
      <fieldset class="set-radios">
        <legend>Profile</legend>
        {names.map((one) => (
          <label key={one}>
            <input type="radio" name="profile" checked={name === one} onChange={() => setName(one)} />
            <span>
              <b>{profileWords[one].word}</b> <span class="muted">{profileWords[one].hint}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {name === 'custom' && (
        <>
          <div class="set-grid">
            {shares.map((share) => (
              <TextInput
                key={share}
                label={`${shareWords[share]} (%)`}
                type="number"
                min={0}
                max={100}
                step="any"
                required
                value={textOf(share)}
                onInput={(value) => setTyped((held) => ({ ...held, [share]: value }))}
              />
            ))}
          </div>
          <Choice
            label="How many in a campaign"
            value={sampling}
            choices={[
              { value: 'exact', word: 'Exactly these shares' },
              { value: 'random', word: 'Each recipient by chance' },
            ]}
            onChoose={setSampling}
          />
        </>
      )}
      <div class="set-grid">
        <TextInput
          label="Speed"
          hint="Simulated delays are divided by it."
          type="number"
          min={0}
          step="any"
          required
          value={speed}
          onInput={setSpeed}
        />
        <TextInput
          label="Seed"
          hint="The same seed, the same choices."
          type="number"
          step={1}
          required
          value={seed}
          onInput={setSeed}
        />
      </div>
      <button type="submit" class="button" disabled={isBusy}>
        Save the simulation
      </button>
    </form>
  );
}
