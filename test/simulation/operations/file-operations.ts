import type { Operation } from './operation.ts';

const customerUploads: Operation = {
  name: 'customer-uploads',
  weight: 4,
  run: (stage, random) => stage.files.upload(random.pick(stage.customers), random),
};

const agentUploads: Operation = {
  name: 'agent-uploads',
  weight: 3,
  run: (stage, random) => {
    const desk = random.pick(stage.desks);
    desk.submit('join');
    stage.world.agenda.after(random.between(500, 3_000), () => stage.files.upload(desk, random));
  },
};

const fileIsDeleted: Operation = {
  name: 'file-is-deleted',
  weight: 2,
  run: (stage, random) => stage.files.delete(random.pick(stage.devices), random),
};

const fileIsFetched: Operation = {
  name: 'file-is-fetched',
  weight: 1,
  run: (stage, random) => stage.files.fetch(random.pick(stage.devices), random),
};

/**
 * What people do with files. These are chosen apart from the others, in some sessions only and with chance of their own: so the
 * other sessions, and the seeds that are known for what they found, stay as they are.
 */
export const fileOperations: readonly Operation[] = [customerUploads, agentUploads, fileIsDeleted, fileIsFetched];
