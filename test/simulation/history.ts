import type { Announced, Reported, StoredRow } from '../../shared/app/ports.ts';
import type { Mask } from '../../shared/domain/masking.ts';
import type { Effect } from '../../shared/domain/effects.ts';
import type { ChatEvent, ChatId } from '../../shared/domain/events.ts';
import type { SessionFact } from '../../shared/domain/reporting/columns.ts';
import type { Session } from '../../shared/domain/session.ts';
import type { SessionAnswer } from '../../shared/protocol/workflow-http.ts';
import type { Submitted, View } from './cast/device.ts';
import type { Contact } from './engine/contact.ts';
import type { MemoryFate } from '../../shared/adapters/memory/memory-files.ts';
import type { SharedFile } from './cast/file-hands.ts';
import type { Harm } from './faults/fault.ts';

/** What is known of a session after its end, from outside: what the invariants judge. */
export interface History {
  readonly chatId: ChatId;
  readonly log: readonly ChatEvent[];
  /** The effects of each event, in the order of the log. */
  readonly effects: readonly (readonly Effect[])[];
  /** The state as a function loads it. */
  readonly state: Session | undefined;
  readonly row: StoredRow | undefined;
  readonly announced: readonly Announced[];
  /** Every row of the chat that is kept, copies included. */
  readonly facts: readonly SessionFact[];
  readonly reported: readonly Reported[];
  readonly expiries: readonly (number | undefined)[];
  readonly rowExpiresAtSec: number | undefined;
  readonly submitted: readonly Submitted[];
  /** The files that people were offered a place for. */
  readonly sharedFiles: readonly SharedFile[];
  /** What the store does with each file that the log knows. */
  readonly fileFates: ReadonlyMap<string, MemoryFate | undefined>;
  /** What every page showed. All had come back and had heard everything before they left for good. */
  readonly views: readonly View[];
  /** The view of the one that came back after the end. */
  readonly cameBack: View | undefined;
  /** Index of the newest event when the pages had settled. */
  readonly settledIndex: number;
  /** Pages that did not settle, in words. */
  readonly unsettled: readonly string[];
  /** What the workflow was told of the chat. */
  readonly told: readonly SessionAnswer[];
  /** What the customer sent that certainly reached the server. */
  readonly contacts: readonly Contact[];
  /** When a desk of an agent certainly reached the server and was known there. */
  readonly deskContacts: readonly { readonly agentId: string; readonly atMs: number }[];
  /** When a tick was lost, or something went wrong in a run of the sweep. */
  readonly sweepsSpoiltMs: readonly number[];
  /** Up to where each push that reached the customer's phone said that something was missed. */
  readonly pushedTo: readonly number[];
  /** What the service masked, and when. */
  readonly masking: readonly { readonly masks: readonly Mask[]; readonly fromMs: number; readonly untilMs: number }[];
  /** Every value that `push-unseen-after` had, seconds. */
  readonly unseenSecs: readonly number[];
  /** When each event was committed, in the order of the log. */
  readonly committedMs: readonly number[];
  /** What pages showed of what was typed elsewhere. */
  readonly previews: readonly { readonly shown: string; readonly atMs: number }[];
  /** The texts in pushes that reached the customer's phone. */
  readonly pushedTexts: readonly { readonly index: number; readonly text: string }[];
  /** When faults stopped. */
  readonly calmSinceMs: number;
  readonly endMs: number;
  readonly harms: ReadonlySet<Harm>;
  /** How often each fault struck. */
  readonly struck: ReadonlyMap<string, number>;
  readonly alarms: readonly string[];
}
