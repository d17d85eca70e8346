import { noteCustomerSocketGone } from './deliver.ts';
import { isCustomerLine, isDeskLine, type FrameDeps, type Line } from './frames/frame-deps.ts';
import { tellOtherDesks } from './frames/hello.ts';

/** A socket was closed: best effort of the gateway, never the only sign (PRES-6, DESK-3). */
export const leaveLine = async (deps: FrameDeps, line: Line): Promise<void> => {
  if (isCustomerLine(line)) {
    await noteCustomerSocketGone(deps, line.bearer.chatId, line.connectionId, 'closed');
  } else if (isDeskLine(line)) {
    const desk = await deps.desks.unregister(line.bearer.agentId, line.connectionId, deps.clock.now());
    if (desk !== undefined) await tellOtherDesks(deps, desk, line.connectionId);
  }
};
