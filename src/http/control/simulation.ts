import * as z from 'zod';
import { Profile, SimulationInput } from '../../contract/simulation.js';
import type { Services } from '../../core/services.js';
import { route } from '../routing/route.js';

const SimulationFace = z.object({ profile: Profile, speed: z.number(), seed: z.int() });

const simulationFaceOf = ({ simulation }: Services) => {
  const { profile, speed, seed } = simulation.current();
  return { profile, speed, seed };
};

export const simulationRoutes = [
  route(
    {
      method: 'GET',
      path: '/simulation',
      summary: 'The simulation in force',
      permission: null,
      access: 'read',
      documented: false,
      reply: SimulationFace,
    },
    ({ services }) => ({ data: simulationFaceOf(services) }),
  ),
  route(
    {
      method: 'PUT',
      path: '/simulation',
      summary: 'Change profile, speed or seed for the campaigns to come',
      permission: null,
      access: 'write',
      documented: false,
      body: SimulationInput,
      reply: SimulationFace,
    },
    ({ services, body }) => {
      const current = simulationFaceOf(services);
      services.simulation.change({
        profile: body.profile ?? current.profile,
        speed: body.speed ?? current.speed,
        seed: body.seed ?? current.seed,
      });
      return { data: simulationFaceOf(services) };
    },
  ),
];
