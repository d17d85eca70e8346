import type { FileDeps } from '../../shared/app/files.ts';
import type { OpenDeps } from '../../shared/app/open-chat.ts';
import type { AgentChats, KeyRing, ListRows } from '../../shared/app/ports.ts';
import type { RestoreDeps } from '../../shared/app/restore-chat.ts';
import type { WakeDeps } from '../../shared/app/wake-chat.ts';

/** What the HTTP routes need. */
export interface HttpDeps extends OpenDeps, RestoreDeps, WakeDeps, FileDeps {
  readonly rows: ListRows;
  readonly keys: KeyRing;
  readonly agentChats: AgentChats;
  /** Where sockets are opened, without the ticket. */
  readonly socketUrl: string;
}
