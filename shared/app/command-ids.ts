import type { Person } from '../domain/commands.ts';
import type { AgentId, CommandId, ConnectionId, FileId } from '../domain/events.ts';

const ofAuthor = (by: Person, own: string): CommandId => (by.type === 'CLIENT' ? `c/${own}` : `a/${by.agentId}/${own}`);

/** Ids of commands, kept apart by author (CMD-5); those of functions come from their cause, so a repeat has the same id. */
export const commandIds = {
  ofCustomer: (clientId: string): CommandId => `c/${clientId}`,
  ofAgent: (agentId: AgentId, clientId: string): CommandId => `a/${agentId}/${clientId}`,
  /** Apart for each role that calls: another role's id is another command (FLOW-7). */
  ofWorkflow: (principal: string, callersId: string): CommandId => `x/${principal}/${callersId}`,
  /** Made anew for each request: of two that open one chat at the same time only one has made it (OPEN-2). */
  opening: (requestId: string): CommandId => `s/${requestId}/open`,
  /** A file is added once and deleted once, so its own id makes both commands' (CMD-7). */
  fileAdded: (by: Person, file: FileId): CommandId => ofAuthor(by, `file.${file}`),
  fileDeleted: (by: Person, file: FileId): CommandId => ofAuthor(by, `gone.${file}`),
  /** Made anew for each request: each download counts. */
  fileFetched: (requestId: string): CommandId => `s/fetch/${requestId}`,
  hello: (connectionId: ConnectionId): CommandId => `s/hello/${connectionId}`,
  /** Of two at the same time only one makes an event, and either is as good. */
  typing: (connectionId: ConnectionId): CommandId => `s/typing/${connectionId}`,
  socketGone: (connectionId: ConnectionId): CommandId => `s/gone/${connectionId}`,
  wakeUp: (number: number): CommandId => `s/wake/${number}`,
  restore: (requestId: string): CommandId => `s/restore/${requestId}`,
  applyOptions: (walk: number): CommandId => `s/apply/${walk}`,
  stuckCheck: (requestId: string): CommandId => `s/stuck/${requestId}`,
  agentLost: (agentId: AgentId, epoch: number): CommandId => `s/lost/${agentId}/${epoch}`,
} as const;
