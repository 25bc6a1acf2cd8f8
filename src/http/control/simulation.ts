import { SimulationInput, SimulationSetting } from '../../contract/simulation.js';
import type { Services } from '../../core/services.js';
import { read, write } from './control-route.js';

const simulationOf = ({ simulation }: Services) => {
  const { profile, speed, seed } = simulation.current();
  return { profile, speed, seed };
};

export const simulationRoutes = [
  read(
    {
      path: '/simulation',
      summary: 'The simulation in force',
      reply: SimulationSetting,
    },
    ({ services }) => ({ data: simulationOf(services) }),
  ),
  write(
    {
      method: 'PUT',
      path: '/simulation',
      summary: 'Change profile, speed or seed for the campaigns to come',
      body: SimulationInput,
      reply: SimulationSetting,
    },
    ({ services, body }) => {
      services.simulation.change(body);
      return { data: simulationOf(services) };
    },
  ),
];
