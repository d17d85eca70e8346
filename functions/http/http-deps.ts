import type { OpenDeps } from '../../shared/app/open-chat.ts';
import type {
  AgentChats,
  Contacts,
  DeskRegistry,
  Journal,
  KeyRing,
  OptionWalks,
  ServiceMasking,
  ServiceOptions,
  WalkOrders,
} from '../../shared/app/ports.ts';

/** What the HTTP routes need. */
export interface HttpDeps extends OpenDeps {
  readonly keys: KeyRing;
  readonly contacts: Contacts;
  readonly agentChats: AgentChats;
  readonly desks: Pick<DeskRegistry, 'connected'>;
  readonly serviceOptions: ServiceOptions;
  readonly walks: OptionWalks;
  readonly walkOrders: WalkOrders;
  readonly serviceMasking: ServiceMasking;
  readonly journal: Journal;
  /** Where sockets are opened, without the ticket. */
  readonly socketUrl: string;
}
