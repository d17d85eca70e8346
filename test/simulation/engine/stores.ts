import { memoryAgentChats } from '../../../shared/adapters/memory/memory-agent-chats.ts';
import { memoryBus, type MemoryBus } from '../../../shared/adapters/memory/memory-bus.ts';
import { memoryChatLog, type MemoryChatLog } from '../../../shared/adapters/memory/memory-chat-log.ts';
import { memoryContacts } from '../../../shared/adapters/memory/memory-contacts.ts';
import { memoryDeskRegistry } from '../../../shared/adapters/memory/memory-desk-registry.ts';
import {
  memoryFacts,
  memoryReportBus,
  type MemoryFacts,
  type MemoryReportBus,
} from '../../../shared/adapters/memory/memory-facts.ts';
import { memoryFiles, type MemoryFiles } from '../../../shared/adapters/memory/memory-files.ts';
import { memoryKeyRing } from '../../../shared/adapters/memory/memory-key-ring.ts';
import { memoryListRows, type MemoryListRows } from '../../../shared/adapters/memory/memory-list-rows.ts';
import { memoryOptionWalks } from '../../../shared/adapters/memory/memory-option-walks.ts';
import { memoryPushReceipts } from '../../../shared/adapters/memory/memory-pushes.ts';
import { memoryLoadGauge } from '../../../shared/adapters/memory/memory-load-gauge.ts';
import { memoryReadMarks } from '../../../shared/adapters/memory/memory-read-marks.ts';
import { memoryServiceMasking, memoryServiceOptions } from '../../../shared/adapters/memory/memory-versions.ts';
import type {
  AgentChats,
  Contacts,
  DeskRegistry,
  KeyRing,
  OptionWalks,
  LoadGauge,
  PushReceipts,
  ReadMarks,
  ServiceMasking,
  ServiceOptions,
} from '../../../shared/app/ports.ts';

/** What the cloud stores, behind the ports: the memory adapters. */
export interface Stores {
  readonly log: MemoryChatLog;
  readonly rows: MemoryListRows;
  readonly desks: DeskRegistry;
  readonly agentChats: AgentChats;
  readonly contacts: Contacts;
  readonly readMarks: ReadMarks;
  readonly bus: MemoryBus;
  readonly keys: KeyRing;
  readonly receipts: PushReceipts;
  readonly gauge: LoadGauge;
  readonly files: MemoryFiles;
  readonly serviceOptions: ServiceOptions;
  readonly walks: OptionWalks;
  readonly facts: MemoryFacts;
  readonly reports: MemoryReportBus;
  readonly serviceMasking: ServiceMasking;
}

/** Empty stores; `staleness` says how many of the newest events a weak read misses. */
export const makeStores = (staleness: () => number): Stores => ({
  log: memoryChatLog({ staleness }),
  rows: memoryListRows(),
  desks: memoryDeskRegistry(),
  agentChats: memoryAgentChats(),
  contacts: memoryContacts(),
  readMarks: memoryReadMarks(),
  bus: memoryBus(),
  keys: memoryKeyRing(),
  receipts: memoryPushReceipts(),
  gauge: memoryLoadGauge(),
  files: memoryFiles(),
  serviceOptions: memoryServiceOptions(),
  walks: memoryOptionWalks(),
  facts: memoryFacts(),
  reports: memoryReportBus(),
  serviceMasking: memoryServiceMasking(),
});
